// Text that changes every frame without allocating.
using System.Runtime.CompilerServices;

namespace Engine;

/// <summary>
/// A line of text in a buffer of its own. Runtime component: a system writes it with <see cref="Set"/> and, formatted, <c>buffer.Append($"…")</c>;
/// DrawSystem shows it in place of the label's fixed text.
/// </summary>
public sealed class TextBuffer
{
    private readonly char[] characters = new char[256];

    /// <summary>The text as it is now.</summary>
    public ReadOnlySpan<char> Text => characters.AsSpan(0, Length);

    /// <summary>Number of characters.</summary>
    public int Length { get; private set; }

    /// <summary>Replaces the text with a copy.</summary>
    public void Set(ReadOnlySpan<char> text)
    {
        Length = Math.Min(text.Length, characters.Length);
        text[..Length].CopyTo(characters);
    }

    /// <summary>Adds a formatted text behind; nothing where it does not fit.</summary>
    public void Append([InterpolatedStringHandlerArgument("")] ref Formatted text)
    {
        if (characters.AsSpan(Length).TryWrite(ref text.Handler, out var written))
            Length += written;
    }

    /// <summary>Formats in place, for <see cref="Append"/>.</summary>
    [InterpolatedStringHandler]
    public ref struct Formatted
    {
        internal MemoryExtensions.TryWriteInterpolatedStringHandler Handler;

        /// <summary>Called by the compiler.</summary>
        public Formatted(int literalLength, int formattedCount, TextBuffer buffer, out bool fits) =>
            Handler = new(literalLength, formattedCount, buffer.characters.AsSpan(buffer.Length), out fits);

        /// <summary>Called by the compiler.</summary>
        public bool AppendLiteral(string value) => Handler.AppendLiteral(value);

        /// <summary>Called by the compiler.</summary>
        public bool AppendFormatted(ReadOnlySpan<char> value) => Handler.AppendFormatted(value);

        /// <summary>Called by the compiler.</summary>
        public bool AppendFormatted<T>(T value) => Handler.AppendFormatted(value);

        /// <summary>Called by the compiler.</summary>
        public bool AppendFormatted<T>(T value, string? format) => Handler.AppendFormatted(value, format);
    }
}
