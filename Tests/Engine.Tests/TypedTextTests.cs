// Characters as a window or a test feeds them, and what is left of input that belongs to a control.
using System.Numerics;
using Packages.Tests;

namespace Engine.Tests;

public sealed class TypedTextTests
{
    [Test]
    public void Typed_characters_are_those_of_one_frame()
    {
        var input = new Input();
        input.Type("é");
        input.Type("ß 1\r\t");
        Assert.That(input.Typed.ToString(), Is.EqualTo("éß 1"), "what is no text is left out");
        input.IsLater = true;
        input.Type("ü");
        input.IsLater = false;
        Assert.That(input.Typed.ToString(), Is.EqualTo("éß 1"));
        input.EndFrame();
        Assert.That(input.Typed.ToString(), Is.EqualTo("ü"), "typed while something was loaded");
        input.EndFrame();
        Assert.That(input.Typed.Length, Is.Zero);
        input.Type(new string('x', 500));
        Assert.That(input.Typed.Length, Is.EqualTo(500), "however fast");
    }

    [Test]
    public void Keys_and_characters_keep_their_order()
    {
        var input = new Input();
        input.Type("ab");
        input.Press(Key.Backspace);
        input.Type("c");
        Assert.That(input.Strokes.ToArray().Select(s => s.Key == Key.Unknown ? s.Character.ToString() : s.Key.ToString()),
            Is.EqualTo(["a", "b", "Backspace", "c"]));
    }

    [Test]
    public void What_is_taken_is_hidden_until_it_is_up_again()
    {
        var input = new Input();
        input.Press(Key.T);
        input.Press(Key.F3);
        input.Type("t");
        input.TakeText();
        Assert.That((input.WasPressed(Key.T), input.IsDown(Key.T), input.IsHeld(Key.T), input.Typed.Length), Is.EqualTo((false, false, true, 0)));
        Assert.That(input.WasPressed(Key.F3), "function keys are no text");
        input.EndFrame();
        Assert.That((input.IsDown(Key.T), input.IsDown(Key.F3)), Is.EqualTo((false, true)), "still held, still nobody else's");
        input.Release(Key.T);
        Assert.That(input.WasReleased(Key.T), Is.False, "whoever did not see it go down does not see it go up");
        input.EndFrame();
        input.Press(Key.T);
        Assert.That((input.WasPressed(Key.T), input.IsDown(Key.T)), Is.EqualTo((true, true)));

        input.Press(MouseButton.Left);
        input.Turn(Vector2.One);
        input.TakeMouse();
        Assert.That((input.IsMouseTaken, input.WasPressed(MouseButton.Left), input.IsDown(MouseButton.Left), input.Scroll),
            Is.EqualTo((true, false, false, Vector2.Zero)));
        input.EndFrame();
        Assert.That((input.IsMouseTaken, input.IsDown(MouseButton.Left), input.IsHeld(MouseButton.Left)), Is.EqualTo((false, false, true)));
        input.Release(MouseButton.Left);
        input.EndFrame();
        input.Press(MouseButton.Left);
        Assert.That(input.IsDown(MouseButton.Left));
    }

    [Test]
    public void A_window_brings_characters()
    {
        TestDisplay.Require();
        var typed = "";
        using var app = new App(new AppOptions
        {
            Title = "typing test",
            Width = 160,
            Height = 120,
            Gpu = new GpuOptions { Validation = true, ShaderFolder = GpuFixture.ShaderFolders },
        });
        app.Every(Phase.Update, f => typed += f.Input.Typed.ToString());
        app.Run(3);
        var id = TestDisplay.Type("search", "--sync", "--name", "typing test").Trim().Split('\n')[0];
        TestDisplay.Type("windowfocus", id);
        TestDisplay.Type("type", "--window", id, "Ab 1");
        for (var i = 0; i < 600 && typed.Length < 4; i++)
            app.Step();
        Assert.That(typed, Is.EqualTo("Ab 1"));
    }
}
