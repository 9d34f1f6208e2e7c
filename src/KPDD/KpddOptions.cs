using KPDD.PythonNet;
using KPDD.T5;

namespace KPDD;

/// <summary>What <c>AddKpdd</c> registers: the model folders and how they are used.</summary>
public sealed class KpddOptions
{
    /// <summary>Model folder of the key student; null solves from the question alone (the baseline). <value>Default: null.</value></summary>
    public string? KeyModelFolder { get; set; }

    /// <summary>Model folder of the solve student that writes programs. <value>Default: null, that kind is not offered.</value></summary>
    public string? ProgramOfThoughtModelFolder { get; set; }

    /// <summary>Model folder of the solve student that writes chains of thought. <value>Default: null, that kind is not offered.</value></summary>
    public string? ChainOfThoughtModelFolder { get; set; }

    /// <summary>Kind of the solver that <see cref="KpddPipeline"/> uses; its folder must be set. <value>Default: ProgramOfThought.</value></summary>
    public RationaleKind DefaultKind { get; set; } = RationaleKind.ProgramOfThought;

    /// <summary>How the CPU engine runs the students: weights in float32 or int8, threads. <value>Default: null, the engine's own defaults.</value></summary>
    public CpuEngineOptions? Engine { get; set; }

    /// <summary>How programs are proposed and chosen. <value>Default: null, the solver's own defaults.</value></summary>
    public ProgramOfThoughtOptions? Programs { get; set; }

    /// <summary>How programs are run. <value>Default: null, the executor's own defaults.</value></summary>
    public PythonExecutorOptions? Python { get; set; }

    /// <summary>The solve student's folder of a kind, or null.</summary>
    internal string? SolveModelFolder(RationaleKind kind) =>
        kind == RationaleKind.ChainOfThought ? ChainOfThoughtModelFolder : ProgramOfThoughtModelFolder;
}
