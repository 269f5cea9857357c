using System.Diagnostics.Metrics;
using GrainRuntime.Tests.Hosting;
using Microsoft.Extensions.Logging;
using ModelRegistry.Grains.Serving;

namespace ModelRegistry.Grains.Tests.Serving;

public sealed class UnloggedAlarmTests
{
    private readonly ManualTime _time = new();
    private readonly Lines _lines = new();
    private readonly UnloggedAlarm _alarm;

    public UnloggedAlarmTests() => _alarm = new(_time, _lines);

    [Fact]
    public void Raise_ManyTimes_CountsAllAndSaysSoOnceAMinute()
    {
        for (var i = 0; i < 5; i++)
            _alarm.Raise("m", 3);
        _time.Advance(TimeSpan.FromSeconds(61));
        _alarm.Raise("m", 1);

        Assert.Equal(16, _alarm.Predictions);
        Assert.Equal([LogLevel.Error, LogLevel.Error], _lines.Levels);
    }

    [Fact]
    public void RaisedAt_AMinuteAfterTheLast_IsNullAgain()
    {
        Assert.Null(_alarm.RaisedAt);
        _alarm.Raise("m", 1);
        var at = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(at, _alarm.RaisedAt);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_alarm.RaisedAt);
    }

    [Fact]
    public void Raise_Metric_NamesTheModel()
    {
        var measured = new List<(long Predictions, object? Model)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name is "modelregistry.predictions.unlogged")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, predictions, tags, _) =>
        {
            if (tags[0].Value is "measured")
                measured.Add((predictions, tags[0].Value));
        });
        listener.Start();

        _alarm.Raise("measured", 4);

        Assert.Equal([(4L, "measured")], measured);
    }

    private sealed class Lines : ILogger<UnloggedAlarm>
    {
        public List<LogLevel> Levels { get; } = [];

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Levels.Add(logLevel);

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
    }
}
