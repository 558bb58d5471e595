// Reads pictures from files.
namespace Engine;

/// <summary>Picture files as bytes.</summary>
public static class PictureFile
{
    /// <summary>The extensions of what is read, in lower case.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tga"];

    /// <summary>Whether a file of that name is a picture that stays, not a video; what moves in a .gif is a video.</summary>
    public static bool IsPicture(string file) =>
        Path.GetExtension(file).ToLowerInvariant() is var extension && extension != ".gif" && Extensions.Contains(extension);

    /// <summary>Reads a picture as RGBA bytes.</summary>
    /// <exception cref="IOException">The file is missing or is no picture this program reads.</exception>
    public static (int Width, int Height, byte[] Rgba) Read(string file)
    {
        if (Directory.Exists(file))
            throw new IOException($"{file} is a folder; name the pictures in it, such as {Path.Combine(file, "*.png")}");
        if (!File.Exists(file))
            throw new FileNotFoundException($"{file}: there is no such picture", file);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"{file}: {denied.Message}", denied);
        }
        try
        {
            return PictureDecoder.Decode(bytes);
        }
        catch (InvalidDataException broken)
        {
            throw new IOException($"{file} is no picture that can be read ({broken.Message}); PNG, JPEG, BMP, GIF and TGA can", broken);
        }
    }
}
