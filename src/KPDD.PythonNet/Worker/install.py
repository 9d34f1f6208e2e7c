import sys

def install(sources):
    # Each source becomes a module of the package kpdd_worker, without a file. Nothing is imported here: the path is not safe yet.
    Module = type(sys)
    package = Module("kpdd_worker")
    package.__path__ = []
    sys.modules["kpdd_worker"] = package
    for name, source in sources:
        module = Module("kpdd_worker." + name)
        sys.modules[module.__name__] = module
        setattr(package, name, module)
        exec(compile(source, "<kpdd_worker/%s.py>" % name, "exec"), module.__dict__)
