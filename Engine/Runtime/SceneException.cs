// What is wrong with a scene file, and where.
namespace Engine;

/// <summary>Message: FILE:LINE: what is wrong and what is valid.</summary>
public sealed class SceneException(string file, long line, string what, Exception? inner = null) : Exception($"{file}:{line}: {what}", inner)
{
    /// <summary>The path as it was given.</summary>
    public string File { get; } = file;

    /// <summary>From 1.</summary>
    public long Line { get; } = line;
}
