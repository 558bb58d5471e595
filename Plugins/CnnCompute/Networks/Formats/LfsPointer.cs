// What git leaves in place of a large file that was not fetched.
namespace CnnCompute;

/// <summary>Tells the small text files by which git-LFS stands for large ones.</summary>
internal static class LfsPointer
{
    // A pointer is a few lines of text.
    private const int MostBytes = 1024;

    /// <summary>Whether the contents of a file are such a pointer.</summary>
    public static bool Is(ReadOnlySpan<byte> contents) =>
        contents.Length <= MostBytes && contents.StartsWith("version https://git-lfs.github.com/spec/"u8);

    /// <summary>Whether an open file is one; its position is put back.</summary>
    public static bool Is(Stream file)
    {
        if (file.Length > MostBytes)
            return false;
        var start = file.Position;
        var bytes = new byte[file.Length - start];
        file.ReadExactly(bytes);
        file.Position = start;
        return Is(bytes);
    }

    /// <summary>What to throw at a pointer in place of a file.</summary>
    public static InvalidDataException Refuse(string path) =>
        new($"{path}: it is a git-LFS pointer, not the file itself; fetch that with `git lfs pull`");
}
