// How controls look, and that they cost no memory while nothing happens.
using System.Numerics;

namespace Engine.Tests.Controls;

public sealed class ControlPictureTests
{
    private const string All = """
          - name: eye
            Transform: { position: [0, 0, 4] }
            Camera: { background: "#0c0f15" }
          - name: title
            Label: { text: "All controls", position: [48, 34], size: 26, bold: true }
          - name: card
            Panel: { position: [40, 90], size: [360, 480], radius: 14, colour: "#1b202b" }
          - name: value
            Slider: { text: Strength, target: dial, field: value, position: [60, 112], size: [320, 42] }
          - name: rate
            Slider: { text: Learning rate, target: dial, field: Dial.rate, logarithmic: true, position: [60, 172], size: [320, 42] }
          - name: count
            Slider: { text: Steps, target: dial, field: count, from: 0, to: 20, format: "0 steps", position: [60, 232], size: [320, 42] }
          - name: on
            Toggle: { text: Augmentation, target: dial, field: on, position: [60, 296], size: [320, 28] }
          - name: off
            Toggle: { text: Spread over frames, target: other, field: on, position: [60, 334], size: [320, 28] }
          - name: other
            Dial:
          - name: name
            TextField: { text: Name of the class, target: dial, field: name, position: [60, 384], size: [320, 58] }
          - name: empty
            TextField: { target: other, field: name, hint: type a name, position: [60, 456], size: [320, 36] }
          - name: start
            Button: { text: Begin anew, target: dial, field: count, position: [60, 512], size: [100, 36] }
          - name: red
            Button: { text: red, target: dial, field: colour, set: red, position: [170, 512], size: [100, 36] }
          - name: key
            Button: { text: Train, key: t, position: [280, 512], size: [100, 36] }
          - name: words
            ChoiceList: { text: Layer, target: dial, field: layer, from: words, position: [440, 90], size: [300, 240] }
          - name: offered
            ChoiceList: { text: Classes, target: dial, field: count, of: classes, index: true, position: [440, 350], size: [300, 220] }
          - name: classes
            Transform:
          - name: colour
            ChoiceList: { text: Colour, target: dial, field: colour, position: [780, 90], size: [220, 130] }
        """;

    private const string Values = "{ value: 0.35, rate: 0.03, count: 3, on: true, name: Café, layer: layer 4, words: "
        + "\"layer 1, layer 2, layer 3, layer 4, layer 5, layer 6, layer 7, layer 8, layer 9, layer 10, layer 11, layer 12\" }";

    [Test]
    public void They_look_like_their_golden_picture()
    {
        using var scene = Open();
        scene.Step(2);
        // One below the mouse, one with the keyboard in the middle of a text.
        scene.Press(Key.Tab, Key.Tab, Key.Tab, Key.Tab);
        scene.Click(300, 425);
        scene.App.Input.Type(" noir");
        scene.Press(Key.Home);
        scene.Move(110, 530);
        scene.Step(2);
        Golden.Check("controls.png", scene.Picture(), 640, 360);
    }

    [Test]
    public void Steady_frames_allocate_nothing()
    {
        // Few pixels: what is drawn of them is not what is asked here.
        using var scene = Open(scale: 0.0625f);
        scene.Press(Key.F3, Key.Tab);
        scene.App.Input.MoveMouse(new Vector2(500, 150) * 0.0625f);
        SteadyFrames.AllocateNothing(_ => scene.Step());
    }

    private static ControlScene Open(float scale = ControlScene.Scale)
    {
        var scene = new ControlScene(All, Values, scale);
        var offered = new Choices();
        foreach (var name in (string[])["cat", "dog", "a bird that has a long name", "house"])
        {
            offered.Add(name);
            offered.Note(offered.Count - 1).Append($"{offered.Count * 7}");
        }
        scene.App.World.Add(scene.App.Scene!.Find("classes"), offered);
        return scene;
    }
}
