// The verb that measures.
using System.CommandLine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn bench</c>.</summary>
internal static class BenchCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create() => new("bench", "Measure.");
}
