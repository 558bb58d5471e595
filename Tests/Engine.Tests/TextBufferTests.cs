// Texts that are written in place: what they say, and what does not fit.
namespace Engine.Tests;

public sealed class TextBufferTests
{
    [Test]
    public void Texts_are_added_behind()
    {
        var text = new TextBuffer();
        text.Set("rate: ");
        text.Append($"{59.97:F1} {"frames/s".AsSpan()} ({3} of {4})");
        Assert.That(text.Text.ToString(), Is.EqualTo("rate: 60.0 frames/s (3 of 4)"));
        text.Set([]);
        Assert.That(text.Length, Is.Zero);
    }

    [Test]
    public void What_does_not_fit_is_left_out()
    {
        var text = new TextBuffer();
        text.Set(new string('a', 250));
        text.Append($"{1_000_000}");
        Assert.That(text.Length, Is.EqualTo(250));
        text.Append($"{100_000}");
        Assert.That(text.Length, Is.EqualTo(256));
        text.Append($"more");
        Assert.That(text.Text.ToString(), Does.EndWith("a100000"));
    }
}
