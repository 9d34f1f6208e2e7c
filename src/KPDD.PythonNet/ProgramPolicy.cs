namespace KPDD.PythonNet;

/// <summary>What a program may say, checked before it runs.</summary>
public enum ProgramPolicy
{
    /// <summary>
    /// The language without asynchronous code, the modules that calculation needs (math, fractions, decimal, statistics, itertools, datetime, re and their like),
    /// and neither <c>exec</c>, <c>open</c> and their like nor attributes with two underscores. Anything else is <see cref="ProgramOutcome.PolicyViolation"/>.
    /// </summary>
    Standard,

    /// <summary>Everything: only the isolation holds the program. Modules outside the standard list may still be missing at run time, because no file can be read.</summary>
    Off,
}
