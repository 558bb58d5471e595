// What loading a state dict that does not fit throws.
namespace CnnCompute;

/// <summary>A state dict does not fit a module. The message lists every missing, unexpected and misshapen key; nothing was changed.</summary>
public sealed class StateDictException : Exception
{
    /// <summary>An exception for the given lists.</summary>
    public StateDictException(string module, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> misshapen)
        : base($"The state dict does not fit "
            + $"{module}:{List("missing", missing)}{List("unexpected", unexpected)}{List("of another shape", misshapen)}") =>
            (Missing, Unexpected, Misshapen) = (missing, unexpected, misshapen);

    /// <summary>Keys of the module that the dict lacks.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Keys of the dict that the module does not know.</summary>
    public IReadOnlyList<string> Unexpected { get; }

    /// <summary>Keys whose shapes differ, with both shapes.</summary>
    public IReadOnlyList<string> Misshapen { get; }

    private static string List(string what, IReadOnlyList<string> keys) =>
        keys.Count == 0 ? "" : $" {keys.Count} {(keys.Count == 1 ? "key" : "keys")} {what} ({string.Join(", ", keys)});";
}
