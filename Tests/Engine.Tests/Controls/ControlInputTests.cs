// Who gets keys and mouse: the control that has them, and nobody else; and what is wrong with a control.
namespace Engine.Tests.Controls;

public sealed class ControlInputTests
{
    private const string Field = """
          - name: field
            TextField: { text: Name, target: dial, field: name, position: [0, 0], size: [200, 54] }
          - name: toggle
            Toggle: { target: dial, field: on, position: [0, 100], size: [200, 28] }
        """;

    [Test]
    public void Text_is_typed_and_nobody_else_hears_of_it()
    {
        using var scene = new ControlScene(Field, "{ name: ab }");
        scene.Step();
        scene.Click(100, 40);
        scene.App.Input.Press(Key.T);
        scene.App.Input.Type("é");
        scene.App.Input.Press(Key.Left);
        scene.App.Input.Type("1");
        scene.Step();
        Assert.That((scene.Dial.Name, scene.Heard, scene.Held), Is.EqualTo(("ab", "", false)), "not yet, and to nobody");
        scene.Press(Key.Enter);
        Assert.That((scene.Dial.Name, scene.Heard, scene.Held), Is.EqualTo(("ab1é", "", false)));
        scene.Press(Key.Enter);
        Assert.That(scene.Heard, Is.EqualTo("Enter "), "Enter gave the keyboard up");

        scene.Click(100, 40);
        scene.Press(Key.Home, Key.Delete, Key.Right, Key.Backspace, Key.End, Key.Backspace);
        scene.App.Input.Type("ß");
        scene.Step();
        scene.Press(Key.Escape);
        Assert.That((scene.Dial.Name, scene.Heard), Is.EqualTo(("ab1é", "Enter ")), "Esc leaves it, and closes nothing");
        scene.Click(100, 40);
        scene.Press(Key.Home, Key.Delete, Key.Right, Key.Backspace, Key.End, Key.Backspace);
        scene.App.Input.Type("😀");
        scene.Step();
        scene.Press(Key.Left);
        scene.App.Input.Type("x");
        scene.Step();
        scene.Press(Key.Right, Key.Backspace);
        scene.Press(Key.Tab);
        Assert.That(scene.Dial.Name, Is.EqualTo("1x"), "Tab writes it too; a character of two is one");
        Assert.That(scene.Heard, Is.EqualTo("Enter "));
        scene.Press(Key.Escape, Key.Escape);
        Assert.That(scene.Heard, Is.EqualTo("Enter Escape "));
    }

    [Test]
    public void A_held_key_repeats_and_a_click_puts_the_caret()
    {
        using var scene = new ControlScene(Field, $"{{ name: {new string('a', 87)} }}");
        scene.Step();
        scene.Click(100, 40);
        scene.App.Input.Press(Key.Backspace);
        scene.Step(60);
        scene.App.Input.Release(Key.Backspace);
        scene.Step(30);
        scene.Press(Key.Enter);
        Assert.That(scene.Dial.Name.Length, Is.InRange(87 - 25, 87 - 8));
        scene.Dial.Name = "aaaa";
        scene.Click(100, 40);
        scene.Click(12, 40);
        scene.Step();
        scene.App.Input.Type("b");
        scene.Step();
        scene.Click(600, 600);
        Assert.That(scene.Dial.Name, Is.EqualTo("baaaa"), "a click elsewhere writes it");
    }

    [Test]
    public void What_is_no_value_is_said_and_can_be_mended()
    {
        using var scene = new ControlScene("""
              - name: field
                TextField: { target: dial, field: value, position: [0, 0], size: [200, 34] }
              - name: tags
                TextField: { target: dial, field: Dial.tags, position: [0, 100], size: [200, 34] }
            """);
        var before = Console.Error;
        using var errors = new StringWriter();
        scene.Step();
        Console.SetError(errors);
        try
        {
            scene.Click(50, 20);
            scene.App.Input.Type("x");
            scene.Press(Key.Enter);
            Assert.That(scene.Dial.Value, Is.EqualTo(0.5f));
            scene.Press(Key.Backspace, Key.Enter);
            scene.Click(50, 120);
            scene.App.Input.Type("no!");
            scene.Press(Key.Enter, Key.Escape);
        }
        finally
        {
            Console.SetError(before);
        }
        var lines = errors.ToString().Trim().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(2), errors.ToString());
        Assert.That(lines[0], Does.Contain("text field field: Dial.value wants a number, found '0.5x'."));
        Assert.That(lines[1], Does.Contain("text field tags: Dial.tags cannot be 'no!': no exclamation mark is possible"));
        scene.Click(50, 20);
        scene.Press(Key.Backspace);
        scene.App.Input.Type("25");
        scene.Press(Key.Enter);
        Assert.That(scene.Dial.Value, Is.EqualTo(0.25f));
    }

    [Test]
    public void Tab_hands_the_keyboard_on_and_Esc_gives_it_up()
    {
        using var scene = new ControlScene("""
              - name: third
                Slider: { target: dial, field: plain, from: 0, to: 50, position: [0, 200], size: [200, 42] }
              - name: second
                Toggle: { target: dial, field: on, position: [300, 100], size: [200, 28] }
              - name: first
                Slider: { target: dial, field: count, from: 0, to: 50, position: [0, 100], size: [200, 42] }
            """);
        scene.Step();
        scene.Press(Key.Right);
        Assert.That((scene.Dial.Count, scene.Heard), Is.EqualTo((0, "Right ")), "nobody has it");
        Assert.That(scene.Pixel(8, 121), Is.EqualTo((16, 18, 24)));
        scene.Press(Key.Tab, Key.Right, Key.Up, Key.Left);
        Assert.That(scene.Dial.Count, Is.EqualTo(1));
        Assert.That(scene.Pixel(12, 121).B, Is.GreaterThan(240), "the ring around the knob");
        scene.Press(Key.Tab, Key.Space, Key.Tab, Key.Right, Key.Right, Key.Tab, Key.Right);
        Assert.That((scene.Dial.Count, scene.Dial.On, scene.Dial.Plain), Is.EqualTo((2, true, 2.0)), "in the order of reading, round and round");
        scene.App.Input.Press(Key.ShiftRight);
        scene.Press(Key.Tab, Key.Tab, Key.Space);
        scene.App.Input.Release(Key.ShiftRight);
        Assert.That(scene.Dial.On, Is.False, "backwards with Shift");
        Assert.That(scene.Heard, Is.EqualTo("Right ShiftRight "), "keys that are none of theirs are everybody's");
        scene.Press(Key.T, Key.Escape, Key.Right, Key.Escape);
        Assert.That((scene.Dial.Count, scene.Heard), Is.EqualTo((2, "Right ShiftRight T Right Escape ")));
        scene.Press(Key.Tab);
        scene.Click(600, 600);
        scene.Press(Key.Left);
        Assert.That(scene.Heard, Does.EndWith("Escape Left "), "a click beside them gives it up, too");
    }

    [Test]
    public void The_mouse_above_them_is_theirs()
    {
        using var scene = new ControlScene(Field);
        scene.Step();
        scene.Down(50, 110);
        Assert.That(scene.Mouse, Is.EqualTo((false, false, 0f, true)));
        scene.Move(600, 600);
        scene.Step();
        Assert.That(scene.Mouse, Is.EqualTo((false, false, 0f, true)), "dragged away from it");
        scene.Up();
        scene.Step();
        Assert.That(scene.Mouse, Is.EqualTo((false, false, 0f, false)));
        scene.Down(600, 600);
        Assert.That(scene.Mouse, Is.EqualTo((true, true, 0f, false)));
        scene.Wheel(50, 110, 1);
        Assert.That(scene.Mouse, Is.EqualTo((false, true, 1f, false)), "what began in the scene stays there");
        scene.Up();
        scene.Wheel(50, 110, 1);
        Assert.That(scene.Mouse, Is.EqualTo((false, false, 0f, true)));
        Assert.That(scene.Dial.On, Is.False);
    }

    [Test]
    public void A_picture_over_the_whole_window_hides_them()
    {
        using var scene = new ControlScene(Field + "\n" + """
              - name: whole
                VideoSource: { width: 32, height: 18 }
                Sprite: { image: whole }
                Fullscreen: { on: true }
            """);
        scene.Step(2);
        scene.Click(50, 110);
        scene.Press(Key.Tab, Key.Space);
        Assert.That((scene.Dial.On, scene.Mouse.Taken, scene.Heard), Is.EqualTo((false, false, "Tab Space ")));
    }

    [TestCase("Slider: { target: dial, field: Dial.valu }", "slider one: Dial of dial has no field 'valu'; did you mean 'value'?")]
    [TestCase("Slider: { target: dial, field: Dail.value }", "slider one: dial has no component 'Dail'; did you mean 'Dial'?")]
    [TestCase("Slider: { target: dial, field: vallue }", "slider one: no component of dial has a field 'vallue'; did you mean 'value'?")]
    [TestCase("Slider: { target: dial }", "slider one says no field of dial; write field: Component.field")]
    [TestCase("Slider: { field: Dial.value }", "slider one says no entity whose component it changes; write target: NAME")]
    [TestCase("Slider: { target: dial, field: Dial.name }", "slider one: Dial.name holds a text, and a slider wants a number")]
    [TestCase("Slider: { target: dial, field: value, from: 2, to: 1 }", "slider one goes from 2 to 1; from must be below to")]
    [TestCase("Slider: { target: dial, field: value, logarithmic: true }", "logarithmic and goes from 0; both ends must be above 0")]
    [TestCase("Slider: { target: dial, field: level, to: 300 }", "slider one: Dial.level cannot be 300, where it ends")]
    [TestCase("Slider: { target: dial, field: value, format: Q }", "slider one: 'Q' is no format of a number")]
    [TestCase("Slider: { target: dial, field: value, size: [0, 5] }", "slider one has a size of 0 × 5; both must be above 0")]
    [TestCase("Toggle: { target: dial, field: value }", "toggle one: Dial.value holds a number, and a toggle wants true or false")]
    [TestCase("Button: { target: dial, field: name }", "button one: Dial.name holds a text, and a button wants a number to add to")]
    [TestCase("Button: { target: dial, field: colour, set: gren }", "button one: Dial.colour cannot be 'gren'; did you mean 'green'?")]
    [TestCase("ChoiceList: { target: dial, field: colour, choices: [red, blu] }", "choice list one: Dial.colour cannot be 'blu'")]
    [TestCase("ChoiceList: { target: dial, field: place }", "choice list one: Dial.place holds several values, and a choice list wants a word")]
    [TestCase("ChoiceList: { target: dial, field: name, index: true }", "and a choice list wants a number for the choice's place")]
    [TestCase("ChoiceList: { target: dial, field: name, from: wrods }", "no component of dial has a field 'wrods'; did you mean 'words'?")]
    [TestCase("TextField: { target: dial, field: place }", "text field one: Dial.place holds several values, and a text field wants a text")]
    public void What_does_not_fit_is_one_sentence(string control, string sentence)
    {
        using var scene = new ControlScene($"  - name: one\n    {control}");
        Assert.That(() => scene.Step(), Throws.InstanceOf<Exception>().With.Message.Contains(sentence));
    }

    [Test]
    public void A_field_that_two_components_have_is_named_with_one_of_them()
    {
        using var scene = new ControlScene("""
              - name: two
                Label:
                Panel:
              - name: one
                TextField: { target: two, field: position }
            """);
        Assert.That(() => scene.Step(), Throws.InvalidOperationException.With.Message.EqualTo(
            "text field one: Panel and Label of two have a field 'position'; write field: Panel.position"));
    }
}
