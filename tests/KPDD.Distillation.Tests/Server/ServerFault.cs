namespace KPDD.Distillation.Tests.Server;

/// <summary>What can go wrong between a teacher and its client.</summary>
public enum ServerFault
{
    None,
    TooManyRequests,
    ServerError,
    Slow,
    Reset,
    TruncatedJson,
    WrongContentType,
    EmptyChoices,
    EmptyText,
    FiveMegabytes,
    Refusal,
    ContentFilter,
    ContentFilterError,
}
