// Each kind of control, by mouse and keyboard, against the field that it changes.
using System.Numerics;

namespace Engine.Tests.Controls;

public sealed class ControlTests
{
    [Test]
    public void A_slider_is_dragged_clicked_and_wheeled()
    {
        using var scene = new ControlScene("""
              - name: slider
                Slider: { text: Value, target: dial, field: Dial.value, from: 0, to: 2, position: [100, 100], size: [416, 42] }
            """);
        // The knob goes from 108 to 508, its track lies at 131.
        scene.Step();
        scene.Down(208, 131);
        Assert.That(scene.Dial.Value, Is.EqualTo(0.5f), "a grip on the knob does not move it");
        scene.Move(308, 300);
        scene.Step();
        Assert.That(scene.Dial.Value, Is.EqualTo(1f), "it follows beside itself");
        scene.Move(5000, 0);
        scene.Step();
        Assert.That(scene.Dial.Value, Is.EqualTo(2f), "up to its end");
        scene.Up();
        scene.Move(308, 131);
        scene.Step();
        Assert.That(scene.Dial.Value, Is.EqualTo(2f), "let go");
        scene.Click(307, 131);
        Assert.That(scene.Dial.Value, Is.EqualTo(0.995f), "a click, with no more digits than a step needs");
        scene.Click(307, 104);
        scene.Click(207, 104);
        Assert.That(scene.Dial.Value, Is.EqualTo(0.995f), "the words are no track");
        scene.Wheel(300, 110, 2);
        Assert.That(scene.Dial.Value, Is.EqualTo(1.075f), "a fiftieth of the way a step");
        scene.Dial.Value = 1.5f;
        Assert.That(scene.Pixel(408, 131), Is.EqualTo((232, 236, 244)), "what changed elsewhere is seen: the knob");
        scene.Dial.Value = 7;
        scene.Step();
        Assert.That(scene.Dial.Value, Is.EqualTo(7f), "what lies beyond its ends is shown there and left alone");
    }

    [Test]
    public void A_logarithmic_slider_goes_by_factors_through_a_setting()
    {
        using var scene = new ControlScene("""
              - name: slider
                Slider: { target: dial, field: Dial.rate, logarithmic: true, position: [0, 0], size: [416, 42] }
            """);
        scene.Step();
        scene.Click(208, 31);
        Assert.That(scene.Dial.Options.Rate, Is.EqualTo(0.1f), "the middle between the setting's own 0.001 and 10");
        scene.Click(308, 31);
        Assert.That(scene.Dial.Options.Rate, Is.EqualTo(1f));
        scene.Click(108, 31);
        Assert.That(scene.Dial.Options.Rate, Is.EqualTo(0.01f));
        scene.Click(120, 31);
        Assert.That(scene.Dial.Options.Rate, Is.EqualTo(0.0132f), "three digits of it");
        scene.Click(0, 31);
        Assert.That(scene.Dial.Options.Rate, Is.EqualTo(0.001f));
    }

    [Test]
    public void A_slider_of_whole_numbers_steps_by_them()
    {
        using var scene = new ControlScene("""
              - name: slider
                Slider: { target: dial, field: count, from: 0, to: 1000, position: [0, 0], size: [416, 42] }
              - name: other
                Slider: { target: dial, field: plain, from: 0, to: 4, whole: true, position: [0, 100], size: [416, 42] }
            """);
        scene.Step();
        scene.Click(209, 31);
        Assert.That(scene.Dial.Count, Is.EqualTo(502));
        scene.Press(Key.Tab, Key.Right);
        Assert.That(scene.Dial.Count, Is.EqualTo(522));
        scene.App.Input.Press(Key.ShiftLeft);
        scene.Press(Key.Left);
        scene.App.Input.Release(Key.ShiftLeft);
        Assert.That(scene.Dial.Count, Is.EqualTo(518), "finer with Shift");
        scene.Press(Key.Home, Key.PageUp);
        Assert.That(scene.Dial.Count, Is.EqualTo(200));
        scene.Press(Key.Tab, Key.Right, Key.Right);
        Assert.That(scene.Dial.Plain, Is.EqualTo(2), "a step changes it, however few there are");
        scene.Press(Key.End, Key.Down);
        Assert.That(scene.Dial.Plain, Is.EqualTo(3));
    }

    [Test]
    public void A_toggle_turns_over()
    {
        using var scene = new ControlScene("""
              - name: toggle
                Toggle: { text: On, target: dial, field: on, position: [100, 100], size: [200, 28] }
            """);
        scene.Step();
        scene.Down(120, 110);
        Assert.That(scene.Dial.On, Is.False, "not before the button is up again");
        scene.Up();
        Assert.That(scene.Dial.On, Is.True);
        scene.Down(120, 110);
        scene.Move(500, 500);
        scene.Up();
        Assert.That(scene.Dial.On, Is.True, "moved away it does nothing");
        scene.Press(Key.Tab, Key.Space);
        Assert.That(scene.Dial.On, Is.False);
        scene.Press(Key.Enter, Key.Right, Key.Right);
        Assert.That(scene.Dial.On, Is.True);
        scene.Move(110, 110);
        scene.App.Input.Press(MouseButton.Left);
        scene.App.Input.Release(MouseButton.Left);
        scene.Step();
        Assert.That(scene.Dial.On, Is.False, "a click within one frame");
        scene.App.Input.Press(MouseButton.Left);
        scene.App.Input.Release(MouseButton.Left);
        scene.Move(900, 600);
        scene.Step();
        Assert.That((scene.Dial.On, scene.Mouse.Pressed), Is.EqualTo((true, false)), "the mouse has gone on since");
        scene.App.Input.Press(MouseButton.Left);
        scene.Move(110, 110);
        scene.Step();
        Assert.That(scene.Mouse, Is.EqualTo((true, true, 0f, false)), "pressed beside it");
        scene.Up();
        Assert.That(scene.Dial.On, Is.True);
    }

    [Test]
    public void A_button_counts_sets_and_presses_keys()
    {
        using var scene = new ControlScene("""
              - name: count
                Button: { text: Again, target: dial, field: count, position: [0, 0], size: [100, 40] }
              - name: set
                Button: { text: Blue, target: dial, field: colour, set: lightBlue, position: [100, 0], size: [100, 40] }
              - name: less
                Button: { text: Less, target: dial, field: value, add: -0.25, position: [200, 0], size: [100, 40] }
              - name: key
                Button: { text: Train, key: t, position: [300, 0], size: [100, 40] }
            """);
        scene.Step();
        scene.Click(50, 20);
        scene.Click(50, 20);
        scene.Click(150, 20);
        scene.Click(250, 20);
        Assert.That((scene.Dial.Count, scene.Dial.Colour, scene.Dial.Value), Is.EqualTo((2, Colours.LightBlue, 0.25f)));
        Assert.That(scene.Heard, Is.Empty);
        scene.Down(350, 20);
        Assert.That((scene.Heard, scene.Held), Is.EqualTo(("T ", true)));
        scene.Step();
        Assert.That((scene.Heard, scene.Held), Is.EqualTo(("T ", true)), "held as long as the button is");
        scene.Up();
        Assert.That(scene.Held, Is.False);
        scene.Press(Key.Tab, Key.Enter, Key.Space);
        Assert.That((scene.Dial.Count, scene.Heard), Is.EqualTo((4, "T ")));
        scene.Press(Key.Tab, Key.Tab, Key.Tab);
        scene.App.Input.Press(Key.Space);
        scene.Step(3);
        Assert.That((scene.Heard, scene.App.Input.IsHeld(Key.T)), Is.EqualTo(("T T ", true)), "the key of the button, not that which pressed it");
        scene.App.Input.Release(Key.Space);
        scene.Step();
        Assert.That(scene.App.Input.IsHeld(Key.T), Is.False);
    }

    [Test]
    public void A_list_chooses_by_click_arrows_and_wheel()
    {
        using var scene = new ControlScene("""
              - name: list
                ChoiceList: { target: dial, field: name, choices: [a, b, c, d, e, f, g], position: [0, 0], size: [200, 108], textSize: 15 }
            """);
        // Rows of 24.75 from 4 down, four of them.
        scene.Step();
        scene.Click(50, 40);
        Assert.That(scene.Dial.Name, Is.EqualTo("b"));
        scene.Wheel(50, 40, -2);
        scene.Click(50, 40);
        Assert.That(scene.Dial.Name, Is.EqualTo("d"), "moved by two");
        scene.Wheel(50, 40, -50);
        scene.Click(50, 90);
        Assert.That(scene.Dial.Name, Is.EqualTo("g"), "no farther than the last");
        scene.Wheel(50, 40, 50);
        scene.Click(50, 10);
        Assert.That(scene.Dial.Name, Is.EqualTo("a"));
        scene.Press(Key.Tab, Key.Down, Key.Down, Key.Down, Key.Down, Key.Down);
        Assert.That(scene.Dial.Name, Is.EqualTo("f"));
        scene.Click(50, 90);
        Assert.That(scene.Dial.Name, Is.EqualTo("f"), "the chosen one is the last that is shown");
        scene.Dial.Name = "else";
        scene.Press(Key.Tab, Key.Tab, Key.Up, Key.Down);
        Assert.That(scene.Dial.Name, Is.EqualTo("g"), "none was chosen: the last, and no farther");
        scene.Press(Key.Home, Key.Up);
        Assert.That(scene.Dial.Name, Is.EqualTo("a"));
    }

    [Test]
    public void A_list_shows_a_field_words_or_what_is_offered_while_it_runs()
    {
        using var scene = new ControlScene("""
              - name: field
                ChoiceList: { target: dial, field: layer, from: Dial.words, position: [0, 0], size: [200, 108] }
              - name: words
                ChoiceList: { target: dial, field: colour, position: [200, 0], size: [200, 108] }
              - name: classes
                Transform:
              - name: offered
                ChoiceList: { target: dial, field: count, of: classes, index: true, position: [400, 0], size: [200, 108] }
            """);
        scene.Step();
        scene.Click(50, 40);
        scene.Click(250, 65);
        scene.Click(450, 40);
        Assert.That((scene.Dial.Options.Layer, scene.Dial.Colour, scene.Dial.Count), Is.EqualTo(("green", Colours.LightBlue, 0)));
        scene.Dial.Words = "one, two,three";
        var offered = new Choices();
        offered.Add("cat");
        scene.App.World.Add(scene.App.Scene!.Find("classes"), offered);
        scene.Click(50, 65);
        scene.Click(450, 40);
        Assert.That((scene.Dial.Options.Layer, scene.Dial.Count), Is.EqualTo(("three", 0)));
        offered.Add("dog");
        offered.Note(1).Set("12");
        scene.Click(450, 40);
        Assert.That(scene.Dial.Count, Is.EqualTo(1), "the class that came later");
        offered.Clear();
        scene.Click(450, 40);
        Assert.That(scene.Dial.Count, Is.EqualTo(1));
    }

    [Test]
    public void What_a_click_changes_is_what_the_scene_saves()
    {
        using var scene = new ControlScene("""
              - name: toggle
                Toggle: { target: dial, field: on, position: [0, 0] }
              - name: rate
                Slider: { target: dial, field: Dial.rate, from: 0, to: 1, position: [0, 100], size: [416, 42] }
            """);
        scene.Step();
        scene.Click(10, 10);
        scene.Click(308, 131);
        var path = Path.GetTempFileName();
        try
        {
            scene.App.Scene!.Save(path);
            Assert.That(File.ReadAllText(path), Does.Contain("Dial: {on: true, rate: 0.75}"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void What_goes_while_it_is_used_is_let_go()
    {
        using var scene = new ControlScene("""
              - name: slider
                Slider: { target: dial, field: value, position: [0, 0], size: [416, 42] }
              - name: list
                ChoiceList: { target: dial, field: name, choices: [a, b], position: [0, 100] }
            """);
        scene.Step();
        scene.Down(100, 31);
        scene.App.World.DestroyDisposing(scene.App.Scene!.Find("slider"));
        scene.Move(200, 31);
        scene.Step(2);
        scene.Up();
        scene.App.World.RemoveDisposing<Dial>(scene.App.Scene.Find("dial"));
        scene.Click(50, 110);
        scene.Press(Key.Tab, Key.Down);
        Assert.That(scene.Picture(), Is.Not.Empty, "it is shown without a value");
    }

    [TestCase(640, 640)]
    [TestCase(1000, 360)]
    public void The_mouse_finds_them_in_a_window_of_any_shape(int width, int height)
    {
        using var scene = new ControlScene("""
              - name: toggle
                Toggle: { target: dial, field: on, position: [1000, 600], size: [200, 40] }
            """);
        scene.App.Target.Resize(width, height);
        scene.Step();
        var scale = Math.Min(width / 1280f, height / 720f);
        var at = (new Vector2(width, height) - new Vector2(1280, 720) * scale) / 2 + new Vector2(1100, 620) * scale;
        scene.Click(at.X / ControlScene.Scale, at.Y / ControlScene.Scale);
        Assert.That(scene.Dial.On, Is.True);
    }
}
