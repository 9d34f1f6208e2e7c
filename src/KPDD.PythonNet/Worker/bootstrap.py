# Given to the interpreter with -c: reads the worker's modules and settings from standard input and starts it.
import sys
sys.path[:] = [folder for folder in sys.path if folder]
import json, os, signal, types
signal.signal(signal.SIGINT, signal.SIG_DFL)

def take(size):
    data = b""
    while len(data) < size:
        part = os.read(0, size - len(data))
        if not part:
            os._exit(0)
        data += part
    return data

line = b""
while not line.endswith(b"\n"):
    line += take(1)
bundle = json.loads(take(int(line)))
if bundle["settings"]["modules"]:
    import site
    site.main()
package = types.ModuleType("kpdd_worker")
package.__path__ = []
sys.modules["kpdd_worker"] = package
for name, source in bundle["sources"]:
    module = types.ModuleType("kpdd_worker." + name)
    sys.modules[module.__name__] = module
    setattr(package, name, module)
    exec(compile(source, "<kpdd_worker/%s.py>" % name, "exec"), module.__dict__)
sys.modules["kpdd_worker.server"].serve(bundle["settings"])
