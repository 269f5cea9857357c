using ModelRegistry.Cli;

var parsed = Root.Parse(args);
var code = await parsed.InvokeAsync();

// Words that are not understood are no answer: 1 is one of some commands.
return parsed.Errors.Count > 0 ? 2 : code;
