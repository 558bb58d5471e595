// What is wrong with a scene file, or with what was given in place of its values, and where.
namespace Engine;

/// <summary>Message: FILE:LINE: what is wrong and what is valid.</summary>
public sealed class SceneException : Exception
{
    /// <summary>Something in the file.</summary>
    public SceneException(string file, long line, string what, Exception? inner = null) : base($"{file}:{line}: {what}", inner) =>
        (File, Line) = (file, line);

    /// <summary>Something that was given beside the file: <paramref name="typed"/> is the option as the user wrote it.</summary>
    public SceneException(string typed, string what) : base($"{typed}: {what}") => File = typed;

    /// <summary>The path as it was given; or the option.</summary>
    public string File { get; }

    /// <summary>From 1; 0 where it is no line of a file.</summary>
    public long Line { get; }
}
