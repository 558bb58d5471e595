// What is pressed while a frame waits for something to be loaded.
using System.Numerics;

namespace Engine.Tests;

public sealed class LaterInputTests
{
    [Test]
    public void What_is_pressed_while_something_is_loaded_belongs_to_the_next_frame()
    {
        var input = new Input();
        input.Press(Key.A);
        input.IsLater = true;
        input.Press(Key.P);
        input.Release(Key.P);
        input.Press(MouseButton.Left);
        input.Turn(Vector2.One);
        input.IsLater = false;
        Assert.That((input.WasPressed(Key.A), input.WasPressed(Key.P), input.WasReleased(Key.P)), Is.EqualTo((true, false, false)));
        Assert.That((input.IsPressedNow(Key.P), input.WasPressed(MouseButton.Left), input.Scroll), Is.EqualTo((true, false, Vector2.Zero)));
        input.EndFrame();
        Assert.That((input.WasPressed(Key.A), input.WasPressed(Key.P), input.WasReleased(Key.P)), Is.EqualTo((false, true, true)));
        Assert.That((input.WasPressed(MouseButton.Left), input.Scroll), Is.EqualTo((true, Vector2.One)));
        input.EndFrame();
        Assert.That((input.WasPressed(Key.P), input.WasPressed(MouseButton.Left), input.Scroll), Is.EqualTo((false, false, Vector2.Zero)));
    }
}
