using KPDD.PythonNet;
using KPDD.T5;

namespace KPDD.Models;

/// <summary>What a pipeline of embedded students consists of.</summary>
public sealed class TinyPipelineOptions
{
    /// <summary>Extract key points first; false gives the plain distillation baseline. <value>Default: true.</value></summary>
    public bool UseKeyPoints { get; set; } = true;

    /// <summary>How programs are proposed and chosen. <value>Default: the solver's own defaults: execution-guided, the readings with and without key points voting together and the channel student re-ranking, as the student's folder says.</value></summary>
    public ProgramOfThoughtOptions Programs { get; set; } = new();

    /// <summary>How the CPU engine runs the students: weights in float32 or int8, threads. <value>Default: null, the engine's own defaults: weights as they are stored, int8 for the models of the program student, else float32.</value></summary>
    public CpuEngineOptions? Engine { get; set; }

    /// <summary>How programs are run. <value>Default: null, the executor's own defaults.</value></summary>
    public PythonExecutorOptions? Python { get; set; }
}
