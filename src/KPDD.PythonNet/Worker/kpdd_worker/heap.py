"""Where the worker's heap has room left, which decides how many pages the kernel must copy for each program's process."""

# CPython hands out objects up to the largest size from pools, each of one size, with a header at its beginning; larger ones come from the C library.
_STEP, _LARGEST = 16, 512
_POOL_BYTES, _POOL_HEADER_BYTES = 16 * 1024, 48
_SIZES = range(_LARGEST, 2 * _STEP, -_STEP)
_LARGER_SIZES = [64 * 1024, 8192, 4096, 2048, *range(1024, _LARGEST, -_STEP)]
_HEADER_OF_BYTES = 33
# So that the search ends also where the allocator is another.
_MOST_BYTES_OF_A_SIZE = 2 * _POOL_BYTES
_MOST_BLOCKS_OF_A_SIZE = 64
_ENOUGH_IN_A_ROW = 4


def fill_holes():
    """Takes the free places between objects, so that whatever is made next lies together. Returns what fills them, for the caller to keep."""
    held = []
    for size in _LARGER_SIZES:
        _fill_larger(held, size)
    for size in _SIZES:
        _fill_pools(held, size)
    return held


def _fill_pools(held, size):
    """Takes small blocks until one is the first of a new pool."""
    for _ in range(_MOST_BYTES_OF_A_SIZE // size):
        held.append(bytes(size - _HEADER_OF_BYTES))
        if id(held[-1]) % _POOL_BYTES == _POOL_HEADER_BYTES:
            return


def _fill_larger(held, size):
    """Takes larger blocks until several lie in a row."""
    row = last = 0
    for _ in range(_MOST_BLOCKS_OF_A_SIZE):
        held.append(bytes(size - _HEADER_OF_BYTES))
        row = row + 1 if 0 < id(held[-1]) - last <= size + _STEP else 0
        if row == _ENOUGH_IN_A_ROW:
            return
        last = id(held[-1])
