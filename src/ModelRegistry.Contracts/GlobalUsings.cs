global using ModelRegistry.Contracts.Registry.Commands;
