using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Core.Tests.Tracking;

public sealed class SignatureTests
{
    [Fact]
    public void Read_NamedColumns_AreFieldsAndSayAll()
    {
        var signature = SignatureReader.Read("""
            {"inputs": "[{\"type\": \"double\", \"name\": \"size\", \"required\": true}, {\"type\": \"long\", \"name\": \"rooms\"}]", "outputs": "[{\"type\": \"string\", \"name\": \"label\"}]", "params": null}
            """);
        Assert.Equal(("size double, rooms long", "label string", null), (Text(signature.Inputs), Text(signature.Outputs), signature.Original));
    }

    [Theory]
    [InlineData("""[{"type": "double"}, {"type": "long"}]""", "0 double, 1 long")]
    [InlineData("""[{"type": "double", "name": "a", "required": false}]""", "a double")]
    [InlineData("""[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 4]}}]""", "0 tensor(float64)[-1,4]")]
    [InlineData("""[{"type": "tensor", "name": "x", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]""", "x tensor(int64)[-1]")]
    [InlineData("""[{"type": "array", "items": {"type": "double"}, "name": "v"}]""", """v array{"type":"double"}""")]
    [InlineData("""[{"type": "object", "properties": {"b": {"type": "long"}, "a": {"type": "string"}}, "name": "o"}]""", """o object{"a":{"type":"string"},"b":{"type":"long"}}""")]
    [InlineData("""[{"type": "double", "name": "a"}, {"type": "double", "name": "a"}, {"type": "double", "name": " b"}]""", "a double, 1 double, 2 double")]
    [InlineData("""[{"type": "double", "name": "1"}, {"type": "double"}]""", "1 double, #1 double")]
    [InlineData("""[7]""", "0 unknown 7")]
    [InlineData("""{"a": 1}""", "")]
    public void Read_WhatFieldsCannotSay_KeepsTheOriginal(string inputs, string fields)
    {
        var signature = SignatureReader.Read($$"""{"inputs": {{System.Text.Json.JsonSerializer.Serialize(inputs)}}}""");
        Assert.Equal(fields, Text(signature.Inputs));
        Assert.StartsWith("""{"inputs":""", signature.Original, StringComparison.Ordinal);
        Assert.Equal(signature, SignatureReader.Read($$"""{"inputs": {{inputs}}, "outputs": null}"""));
    }

    [Fact]
    public void Read_ParamsAndLongTypes_AreInTheOriginal()
    {
        var items = string.Join(',', Enumerable.Range(0, 60).Select(i => $"\"p{i}\": {{\"type\": \"double\"}}"));
        var signature = SignatureReader.Read($$"""{"inputs": [{"properties": { {{items}} }, "name": "o", "type": "object" }], "params": "[{\"name\": \"t\", \"type\": \"double\", \"default\": 0.5}]" }""");
        Assert.Matches("^o type [0-9a-f]{16}$", Text(signature.Inputs));
        Assert.Contains("\"p59\"", signature.Original, StringComparison.Ordinal);
        Assert.EndsWith("""
            "params":[{"default":0.5,"name":"t","type":"double"}]}
            """.Trim(), signature.Original, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhatIsNoSignature_GivesNoFields()
    {
        Assert.Equal(new Signature(), SignatureReader.Read("{}"));
        Assert.Equal(new Signature(), SignatureReader.Read("[]"));
        Assert.Equal("""{"inputs":"not json"}""", SignatureReader.Read("""{"inputs": "not json"}""").Original);
        Assert.Equal((0, true), (SignatureReader.Read($$"""{"inputs": [{{string.Join(',', Enumerable.Repeat("""{"type": "double"}""", 10_001))}}]}""").Inputs.Length, true));
    }

    [Theory]
    [InlineData("""{"inputs": [{"type": "double", "name": "\ud800"}]}""")]
    [InlineData("""{"inputs": [{"type": "\udc00"}]}""")]
    [InlineData("""{"outputs": "[{\"type\": \"double\", \"name\": \"\\ud800\"}]"}""")]
    [InlineData("""{"inputs": "\ud800"}""")]
    [InlineData("""{"inputs": [{"type": "object", "\ud800": 1}]}""")]
    [InlineData("""{"inputs": [{"type": "tensor", "tensor-spec": {"dtype": "\ud800"}}]}""")]
    public void Signature_WithHalfACharacter_IsRefusedWhenLoggedAndEmptyWhenItWasLoggedBefore(string signature)
    {
        Assert.Equal(new Signature(), SignatureReader.Read(signature));
        var refused = Assert.Throws<TrackingException>(() => LoggedSignature.Of($$"""{"artifact_path": "m", "signature": {{signature}}}"""));
        Assert.Equal(TrackingFault.Invalid, refused.Fault);
        Assert.Contains("unpaired surrogate", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlflow-artifacts:/0/run/artifacts/model", "at model")]
    [InlineData("mlflow-artifacts:/0/run/artifacts/deep/model/", "at deep/model")]
    [InlineData("runs:/run/model", "at model")]
    [InlineData("models:/m-abc", "at other")]
    [InlineData("s3://bucket/my-model", null)]
    [InlineData("s3://bucket/else", null)]
    public void Find_BySource_IsTheModelAtItsEnd(string source, string? found)
    {
        LoggedSignature[] logged =
        [
            new() { ArtifactPath = "model", Signature = "at model" },
            new() { ArtifactPath = "deep/model", Signature = "at deep/model" },
            new() { ArtifactPath = "other", ModelId = "abc", Signature = "at other" },
        ];
        Assert.Equal(found, LoggedSignature.Find(logged, source));
    }

    [Fact]
    public void Of_Description_KeepsPathIdAndSignature()
    {
        var model = LoggedSignature.Of("""{"artifact_path": "m", "model_uuid": "abc", "signature": {"inputs": "[]"}, "flavors": {}}""");
        Assert.Equal(new LoggedSignature { ArtifactPath = "m", ModelId = "abc", Signature = """{"inputs": "[]"}""" }, model);
        Assert.Null(LoggedSignature.Of("""{"artifact_path": 7}"""));
        Assert.Null(LoggedSignature.Of("""{"artifact_path": "m", "signature": null}""")!.Signature);
    }

    private static string Text(IEnumerable<SignatureField> fields) => string.Join(", ", fields.Select(field => $"{field.Name} {field.Type}"));
}
