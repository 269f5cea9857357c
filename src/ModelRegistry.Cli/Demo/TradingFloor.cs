using System.Globalization;
using System.Text.Json;
using ModelRegistry.Learning.Market;

namespace ModelRegistry.Cli.Demo;

/// <summary>The user's side of the story: knows the market day by day and says what a service would send on each.</summary>
internal sealed class TradingFloor(FeatureMatrix features, Labels labels)
{
    /// <summary>Trading days between a prediction and its actual.</summary>
    public int Horizon => labels.Horizon;

    public MarketPanel Panel => features.Panel;

    public int Tickers => Panel.TickerCount;

    public int DayCount => Panel.DayCount;

    public DateOnly Day(int day) => Panel.Days[day];

    /// <summary>The as-of time of a day: midnight UTC at its beginning names the day.</summary>
    public DateTimeOffset AsOf(int day) => new(Panel.Days[day], TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The first day on or after a date.</summary>
    public int FirstDayFrom(int year, int month, int date) => Panel.FirstDayFrom(new DateOnly(year, month, date));

    /// <summary>True when the returns of a day's labels are known within the panel.</summary>
    public bool HasActuals(int day) => day + Horizon < DayCount;

    /// <summary>Body of a predict call for the tickers of one day.</summary>
    /// <param name="day">Index of the day.</param>
    /// <param name="only">Tickers to ask for; null for all.</param>
    public byte[] PredictBody(int day, IReadOnlySet<string>? only = null)
    {
        using var buffer = new MemoryStream(256 << 10);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("durable", true);
            json.WriteStartArray("instances");
            for (var ticker = 0; ticker < Tickers; ticker++)
            {
                if (only is null || only.Contains(Panel.Tickers[ticker]))
                    WriteInstance(json, day, ticker);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Body of an actuals call: what the predictions of one day came to.</summary>
    public byte[] ActualsBody(int day)
    {
        using var buffer = new MemoryStream(64 << 10);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("actuals");
            var returns = labels.ForwardReturnOf(day, 1);
            for (var ticker = 0; ticker < Tickers; ticker++)
            {
                json.WriteStartObject();
                json.WriteString("entity", Panel.Tickers[ticker]);
                json.WriteString("asOf", Stamp(day));
                json.WriteNumber("value", returns[ticker]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private void WriteInstance(Utf8JsonWriter json, int day, int ticker)
    {
        json.WriteStartObject();
        json.WriteString("entity", Panel.Tickers[ticker]);
        json.WriteString("asOf", Stamp(day));
        json.WriteStartObject("features");
        var row = features.Row(day, ticker);
        for (var feature = 0; feature < row.Length; feature++)
        {
            if (!float.IsNaN(row[feature]))
                json.WriteNumber(features.Features[feature].Name, row[feature]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private string Stamp(int day) => AsOf(day).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
