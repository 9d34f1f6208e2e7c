using System.Buffers;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace KPDD.T5;

/// <summary>A part of a file mapped into memory, read-only: the system reads its pages when they are used and drops them when it needs room.</summary>
/// <remarks>
/// Mapped until it is disposed or collected. A span of it does not keep it from being collected: whoever reads through a span holds this object
/// too. The file must not be overwritten meanwhile; replacing it by another one of the same name is harmless.
/// </remarks>
internal sealed unsafe class MappedMemory : MemoryManager<byte>
{
    private readonly SafeMemoryMappedViewHandle view;
    private readonly long start;
    private readonly int length;

    /// <param name="file">The mapped file.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Number of bytes, at least one.</param>
    public MappedMemory(MemoryMappedFile file, long offset, int length)
    {
        // The accessor is not disposed: that would unmap the view, which lives as long as its handle.
        MemoryMappedViewAccessor accessor = file.CreateViewAccessor(offset, length, MemoryMappedFileAccess.Read);
        view = accessor.SafeMemoryMappedViewHandle;
        start = accessor.PointerOffset;
        this.length = length;
    }

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(view.IsClosed, this);
        return new Span<byte>(Pointer, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0) => new(Pointer + elementIndex, pinnable: this);

    public override void Unpin()
    {
        // Mapped memory does not move.
    }

    protected override void Dispose(bool disposing) => view.Dispose();

    // The handle's count of users is left alone: a user that is never taken back would keep the view for ever.
    private byte* Pointer => (byte*)view.DangerousGetHandle() + start;
}
