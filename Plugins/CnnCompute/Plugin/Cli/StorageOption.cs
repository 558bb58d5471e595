// The option by which verbs store activations as 16-bit floats.
using System.CommandLine;

namespace CnnCompute;

/// <summary><c>--f16</c>, and what it asks of a plan.</summary>
internal static class StorageOption
{
    /// <summary>A new option; options belong to one command each.</summary>
    public static Option<bool> Create() => new("--f16")
    {
        Description = "Store activations as 16-bit floats; sums, weights and results stay 32-bit. Needs a device with 16-bit storage.",
    };

    /// <summary>How activations are to be stored.</summary>
    public static Storage Of(ParseResult result, Option<bool> option) => result.GetValue(option) ? Storage.F16 : Storage.F32;
}
