// The verb that measures.
using System.CommandLine;

namespace CnnCompute;

/// <summary><c>cnn bench</c>.</summary>
internal static class BenchCommand
{
    /// <summary>The verb.</summary>
    public static Command Create() => new("bench", "Measure.");
}
