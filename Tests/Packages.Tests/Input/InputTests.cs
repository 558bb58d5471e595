// Keyboard and mouse through a real display, driven by xdotool.
using System.Numerics;
using Silk.NET.Input;
using Silk.NET.Windowing;

namespace Packages.Tests;

public class InputTests
{
    private static IWindow OpenFocused()
    {
        var window = WindowFixture.Open();
        var focused = false;
        window.FocusChanged += f => focused = f;
        TestDisplay.Type("windowfocus", Id(window));
        WindowFixture.Until(window, () => focused, "the focus");
        return window;
    }

    private static string Id(IWindow window) => $"{window.Native!.X11!.Value.Window}";

    [Test]
    public void Input_needs_an_initialised_view()
    {
        using var window = WindowFixture.Create();
        Assert.That(() => window.CreateInput(), Throws.InvalidOperationException.With.Message.Contains("Initialize"));
    }

    [Test]
    public void There_is_one_keyboard_and_one_mouse()
    {
        using var window = WindowFixture.Open();
        using var input = window.CreateInput();
        Assert.That((input.Keyboards.Count, input.Mice.Count, input.Gamepads.Count, input.Joysticks.Count), Is.EqualTo((1, 1, 0, 0)));
        Assert.That((input.Keyboards[0].Index, input.Keyboards[0].IsConnected, input.Mice[0].Index), Is.EqualTo((0, true, 0)));
        Assert.That(input.Keyboards[0].SupportedKeys, Does.Contain(Key.Escape).And.Not.Contain(Key.Unknown));
    }

    [Test]
    public void Key_goes_down_types_and_comes_up()
    {
        using var window = OpenFocused();
        using var input = window.CreateInput();
        var keyboard = input.Keyboards[0];
        var seen = new List<string>();
        var code = 0;
        keyboard.KeyDown += (_, key, scancode) =>
        {
            code = scancode;
            seen.Add($"down {key}");
        };
        keyboard.KeyUp += (_, key, scancode) => seen.Add($"up {key} {scancode == code}");
        keyboard.KeyChar += (_, character) => seen.Add($"char {character}");
        TestDisplay.Type("keydown", "a");
        WindowFixture.Until(window, () => seen.Count >= 2, "the key press");
        Assert.That((keyboard.IsKeyPressed(Key.A), keyboard.IsKeyPressed(Key.B), keyboard.IsScancodePressed(code)), Is.EqualTo((true, false, true)));
        TestDisplay.Type("keyup", "a");
        WindowFixture.Until(window, () => seen.Contains("up A True"), "the key release");
        Assert.That((keyboard.IsKeyPressed(Key.A), keyboard.IsScancodePressed(code)), Is.EqualTo((false, false)));
        Assert.That(seen.Take(2), Is.EqualTo(["down A", "char a"]));
    }

    [Test]
    public void Repeats_raise_characters_but_no_KeyDown()
    {
        using var window = OpenFocused();
        using var input = window.CreateInput();
        int downs = 0, characters = 0;
        input.Keyboards[0].KeyDown += (_, _, _) => downs++;
        input.Keyboards[0].KeyChar += (_, _) => characters++;
        TestDisplay.Type("keydown", "b");
        WindowFixture.Until(window, () => characters >= 4, "the server's key repeat");
        TestDisplay.Type("keyup", "b");
        WindowFixture.Until(window, () => !input.Keyboards[0].IsKeyPressed(Key.B), "the key release");
        Assert.That(downs, Is.EqualTo(1));
    }

    [Test]
    public void Special_keys_have_the_package_names()
    {
        using var window = OpenFocused();
        using var input = window.CreateInput();
        var keys = new List<Key>();
        input.Keyboards[0].KeyUp += (_, key, _) => keys.Add(key);
        TestDisplay.Type("key", "Escape", "Return", "BackSpace", "backslash", "Shift_L", "1", "F5", "Left", "space");
        WindowFixture.Until(window, () => keys.Count == 9, "nine key releases");
        Assert.That(keys, Is.EqualTo([
            Key.Escape, Key.Enter, Key.Backspace, Key.BackSlash, Key.ShiftLeft, Key.Number1, Key.F5, Key.Left, Key.Space,
        ]));
    }

    [Test]
    public void Mouse_moves_presses_and_scrolls()
    {
        using var window = OpenFocused();
        using var input = window.CreateInput();
        var mouse = input.Mice[0];
        Vector2 position = default;
        ScrollWheel wheel = default;
        var seen = new List<string>();
        mouse.MouseMove += (_, p) => position = p;
        mouse.MouseDown += (_, button) => seen.Add($"down {button} {mouse.IsButtonPressed(button)}");
        mouse.MouseUp += (_, button) => seen.Add($"up {button} {mouse.IsButtonPressed(button)}");
        mouse.Scroll += (_, w) => wheel = w;
        TestDisplay.Type("mousemove", "--window", Id(window), "30", "40", "mousedown", "1", "mouseup", "1", "click", "3", "click", "4");
        WindowFixture.Until(window, () => seen.Count == 4 && wheel.Y != 0, "the mouse's events");
        Assert.That(position, Is.EqualTo(new Vector2(30, 40)));
        Assert.That(mouse.Position, Is.EqualTo(position));
        Assert.That(seen, Is.EqualTo(["down Left True", "up Left False", "down Right True", "up Right False"]));
        Assert.That((wheel.X, wheel.Y), Is.EqualTo((0f, 1f)));
    }

    [Test]
    public void Lone_press_is_a_click_after_the_double_click_time()
    {
        using var window = OpenFocused();
        using var input = window.CreateInput();
        var seen = new List<string>();
        input.Mice[0].DoubleClickTime = 20;
        input.Mice[0].MouseDown += (_, _) => seen.Add("down");
        input.Mice[0].Click += (_, button, p) => seen.Add($"click {button} {p.X}");
        input.Mice[0].DoubleClick += (_, _, _) => seen.Add("double");
        TestDisplay.Type("mousemove", "--window", Id(window), "12", "13", "click", "1");
        WindowFixture.Until(window, () => seen.Count == 2, "the click");
        Assert.That(seen, Is.EqualTo(["down", "click Left 12"]));
    }

    [Test]
    public void Two_presses_in_time_and_place_are_a_double_click()
    {
        using var window = OpenFocused();
        using var input = window.CreateInput();
        var seen = new List<string>();
        input.Mice[0].DoubleClickTime = 60_000;
        input.Mice[0].Click += (_, _, _) => seen.Add("click");
        input.Mice[0].DoubleClick += (_, button, p) => seen.Add($"double {button} {p.Y}");
        TestDisplay.Type("mousemove", "--window", Id(window), "12", "13", "click", "1", "click", "1");
        WindowFixture.Until(window, () => seen.Count == 1, "the double click");
        Assert.That(seen, Is.EqualTo(["double Left 13"]));
    }

    [Test]
    public void Clipboard_and_cursor_are_set_and_read_back()
    {
        using var window = WindowFixture.Open();
        using var input = window.CreateInput();
        input.Keyboards[0].ClipboardText = "größer";
        Assert.That(input.Keyboards[0].ClipboardText, Is.EqualTo("größer"));
        var cursor = input.Mice[0].Cursor;
        foreach (var mode in new[] { CursorMode.Hidden, CursorMode.Disabled, CursorMode.Normal })
        {
            cursor.CursorMode = mode;
            Assert.That(cursor.CursorMode, Is.EqualTo(mode));
        }

        cursor.StandardCursor = StandardCursor.Hand;
        Assert.That(cursor.StandardCursor, Is.EqualTo(StandardCursor.Hand));
        Assert.That(() => cursor.StandardCursor = StandardCursor.Wait, Throws.InvalidOperationException);
    }

    [Test]
    public void Exception_of_an_input_handler_comes_out_of_DoEvents()
    {
        using var window = OpenFocused();
        using var input = window.CreateInput();
        input.Keyboards[0].KeyUp += (_, _, _) => throw new ArithmeticException("from the key handler");
        TestDisplay.Type("key", "a");
        Assert.That(() => WindowFixture.Until(window, () => false, "the exception"), Throws.TypeOf<ArithmeticException>());
    }

    [Test]
    public void Disposed_input_is_silent()
    {
        using var window = OpenFocused();
        var first = window.CreateInput();
        int before = 0, after = 0;
        first.Keyboards[0].KeyUp += (_, _, _) => before++;
        first.Dispose();
        using var second = window.CreateInput();
        second.Keyboards[0].KeyUp += (_, _, _) => after++;
        TestDisplay.Type("key", "a");
        WindowFixture.Until(window, () => after == 1, "the key");
        Assert.That(before, Is.Zero);
    }
}
