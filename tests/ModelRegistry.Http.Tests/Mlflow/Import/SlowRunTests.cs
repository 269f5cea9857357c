using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Http.Mlflow.Import;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow.Import;

[Collection(ServerCollection.Name)]
public sealed class SlowRunTests(RegistryServer server)
{
    private const string Locks = "SELECT count(*) FROM pg_locks WHERE relation = 'runs'::regclass AND mode = 'RowExclusiveLock'";

    [Fact]
    public async Task Take_OfARunThatComesSlowly_WritesNothingUntilItIsHere()
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
        var locks = new List<long>();
        using var body = new SlowBody(
            [$$$"""{"info": {"run_id": "{{{id}}}", "status": "FINISHED", "start_time": 1}}""", """{"metrics": [{"key": "m", "value": 1, "timestamp": 1, "step": 1}]}"""],
            async () => locks.Add(await server.Database.ScalarAsync<long>(Locks)));
        var http = new DefaultHttpContext { Request = { Body = body } };
        http.Features.Set<IHttpMaxRequestBodySizeFeature>(new AnySize());

        await server.Services.GetRequiredService<RunDesk>().TakeAsync(http, 0);
        Assert.Equal([0, 0, 0], locks);
        Assert.Single((await MlflowCaller.Of(server).DataAsync(id))["metrics"]!.AsArray());
    }

    /// <summary>Lines, and what is done before each read.</summary>
    private sealed class SlowBody(string[] lines, Func<Task> before) : MemoryStream
    {
        private int _next;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await before();
            return _next == lines.Length ? 0 : Encoding.UTF8.GetBytes($"{lines[_next++]}\n", buffer.Span);
        }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            var buffer = new byte[4_096];
            for (int read; (read = await ReadAsync(buffer, cancellationToken)) > 0;)
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }

    private sealed class AnySize : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => false;

        public long? MaxRequestBodySize { get; set; }
    }
}
