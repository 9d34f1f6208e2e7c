namespace KPDD.PythonNet.Isolation;

/// <summary>Interpreters are there, but none has the extra modules: the one failure of a search that another try does not mend.</summary>
internal sealed class MissingModuleException(string message) : KpddException(message);
