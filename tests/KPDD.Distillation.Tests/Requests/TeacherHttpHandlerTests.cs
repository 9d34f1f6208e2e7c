using System.Net;

namespace KPDD.Distillation.Tests.Requests;

public class TeacherHttpHandlerTests
{
    [Theory]
    [InlineData("""{"error":{"message":"Wrong key.","type":"invalid"}}""", "The server answered 404 (NotFound): Wrong key.")]
    [InlineData("""{"error":"model 'x' not found"}""", "The server answered 404 (NotFound): model 'x' not found")]
    [InlineData("""{"detail":"Not Found"}""", "The server answered 404 (NotFound): Not Found")]
    [InlineData("""{"code":7}""", """The server answered 404 (NotFound): {"code":7}""")]
    [InlineData("no\nroute", "The server answered 404 (NotFound): no route")]
    [InlineData("[1]", "The server answered 404 (NotFound): [1]")]
    [InlineData("", "The server answered 404 (NotFound)")]
    public async Task SendAsync_Error_TellsWhatTheServerSaid(string body, string message) =>
        Assert.Equal(message, (await FailAsync(HttpStatusCode.NotFound, body)).Message);

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, "rate_limit_exceeded", TeacherFaultKind.Transient)]
    [InlineData(HttpStatusCode.TooManyRequests, "insufficient_quota", TeacherFaultKind.Fatal)]
    [InlineData(HttpStatusCode.BadRequest, "content_filter", TeacherFaultKind.Refusal)]
    [InlineData(HttpStatusCode.BadRequest, "unsupported_parameter", TeacherFaultKind.Item)]
    [InlineData(HttpStatusCode.NotFound, "model_not_found", TeacherFaultKind.Fatal)]
    [InlineData(HttpStatusCode.BadGateway, "upstream", TeacherFaultKind.Transient)]
    public async Task Classify_StatusAndCode_SayWhetherToAskAgain(HttpStatusCode status, string code, TeacherFaultKind kind)
    {
        TeacherRequestException failure = await FailAsync(status, $$$"""{"error":{"message":"No.","code":"{{{code}}}"}}""");

        Assert.Equal(kind, TeacherFaults.Classify(failure).Kind);
    }

    private static async Task<TeacherRequestException> FailAsync(HttpStatusCode status, string body)
    {
        using var client = new HttpClient(new TeacherHttpHandler(new Answering(status, body)));
        return await Assert.ThrowsAsync<TeacherRequestException>(() => client.GetAsync(new Uri("http://teacher.invalid/")));
    }

    private sealed class Answering(HttpStatusCode status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
    }
}
