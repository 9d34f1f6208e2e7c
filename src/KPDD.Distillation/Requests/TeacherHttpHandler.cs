using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace KPDD.Distillation;

/// <summary>Belongs under the HTTP client of a chat client: turns whatever is no answer into one <see cref="TeacherRequestException"/> that keeps status and <c>Retry-After</c>.</summary>
/// <remarks>Thread-safe. Disposing it disposes its inner handler.</remarks>
public sealed class TeacherHttpHandler : DelegatingHandler
{
    /// <summary>Most bytes of an answer: 1 MiB. A longer one is no answer to a word problem.</summary>
    public const int MaxAnswerBytes = 1 << 20;

    private const int ExcerptLength = 300;
    private readonly TimeProvider clock;

    /// <summary>Creates the handler.</summary>
    /// <param name="inner">Sends the requests; null for a new <see cref="SocketsHttpHandler"/>.</param>
    /// <param name="clock">Tells how far off a <c>Retry-After</c> date is; null for the system's clock.</param>
    public TeacherHttpHandler(HttpMessageHandler? inner = null, TimeProvider? clock = null)
        : base(inner ?? new SocketsHttpHandler())
    {
        this.clock = clock ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            // Reading it all here makes a reset or a stall in mid-answer fail inside the attempt that can be repeated.
            await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw await ErrorAsync(response, cancellationToken).ConfigureAwait(false);
            }

            if (!IsJson(response))
            {
                throw new TeacherRequestException($"The server answered with '{response.Content.Headers.ContentType}' instead of JSON.");
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (response.IsSuccessStatusCode && IsJson(response))
        {
            throw new TeacherRequestException($"The answer could not be read to its end: {e.Message}", e) { IsBrokenAnswer = true };
        }
    }

    private static bool IsJson(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } type && type.Contains("json", StringComparison.OrdinalIgnoreCase);

    private async Task<TeacherRequestException> ErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        string said = (Message(body) ?? body).ReplaceLineEndings(" ").Trim();
        string excerpt = said.Length == 0 ? string.Empty : said.Length <= ExcerptLength ? $": {said}" : $": {said[..ExcerptLength]} ...";
        return new TeacherRequestException($"The server answered {(int)response.StatusCode} ({response.StatusCode}){excerpt}")
        {
            Status = response.StatusCode,
            RetryAfter = Wait(response.Headers.RetryAfter),
            IsRefusal = response.StatusCode == HttpStatusCode.BadRequest && body.Contains("content_filter", StringComparison.Ordinal),
            IsOutOfCredit = response.StatusCode == HttpStatusCode.TooManyRequests && body.Contains("insufficient_quota", StringComparison.Ordinal),
        };
    }

    /// <summary>What an error's JSON says to a person; null when it is in none of the usual forms.</summary>
    private static string? Message(string body)
    {
        try
        {
            JsonElement root = JsonElement.Parse(body);
            JsonElement error = Field(root, "error") ?? root;
            return error.ValueKind == JsonValueKind.String ? error.GetString() : Field(error, "message")?.ToString() ?? Field(error, "detail")?.ToString();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Field(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) ? value : null;

    private TimeSpan? Wait(RetryConditionHeaderValue? header)
    {
        TimeSpan? wait = header?.Delta ?? (header?.Date - clock.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
