// A scene with controls, and hands that use them: what tests of controls begin with.
using System.Globalization;
using System.Numerics;

namespace Engine.Tests.Controls;

/// <summary>What the controls of these tests change.</summary>
public record struct Dial()
{
    public float Value { get; set; } = 0.5f;
    public int Count { get; set; } = 0;
    public byte Level { get; set; } = 0;
    public bool On { get; set; } = false;
    public string Name { get; set; } = "";
    public string Words { get; set; } = "red, green, blue";
    public Colours Colour { get; set; } = Colours.Red;
    public Vector2 Place { get; set; } = Vector2.Zero;
    public Tags Tags { get; set; } = Tags.None;
    public DialOptions Options { get; set; } = new();
    public double Plain = 0;
}

public enum Colours
{
    Red,
    Green,
    LightBlue,
}

public sealed record DialOptions : Settings
{
    [Setting("How fast.", Least = 0.001, Most = 10)]
    public float Rate { get; init; } = 0.1f;

    [Setting("Where.")]
    public string Layer { get; init; } = "";
}

public sealed record Tags(string Text) : IParsable<Tags>
{
    public static readonly Tags None = new("");

    public static Tags Parse(string s, IFormatProvider? provider) =>
        s.Contains('!') ? throw new FormatException("no exclamation mark is possible") : new Tags(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out Tags result)
    {
        result = new Tags(s ?? "");
        return true;
    }

    public override string ToString() => Text;
}

/// <summary>An app of 640×360 pixels with one entity <c>dial</c> and the controls of a text.</summary>
internal sealed class ControlScene : IDisposable
{
    public const float Scale = 0.5f;
    private static readonly Key[] Keys = Enum.GetValues<Key>();
    private readonly string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.yaml");

    public ControlScene(string controls, string dial = "{}", float scale = Scale)
    {
        App = new App(new AppOptions { Headless = true, Width = (int)(1280 * scale), Height = (int)(720 * scale) }, GpuFixture.Gpu);
        App.Install(new EnginePlugin());
        App.Component<Dial>("Dial");
        // As a scene's own keys do: it hears of what no control has taken.
        App.Every(Phase.Update, f =>
        {
            foreach (var key in Keys)
            {
                if (f.Input.WasPressed(key))
                    Heard += $"{key} ";
            }
            Held = f.Input.IsDown(Key.T);
            Mouse = (f.Input.WasPressed(MouseButton.Left), f.Input.IsDown(MouseButton.Left), f.Input.Scroll.Y, f.Input.IsMouseTaken);
        });
        Write(controls, dial);
        try
        {
            App.Load(path);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public App App { get; }

    public string Heard { get; set; } = "";

    public bool Held { get; private set; }

    public (bool Pressed, bool Down, float Wheel, bool Taken) Mouse { get; private set; }

    public ref Dial Dial => ref App.World.Get<Dial>(App.Scene!.Find("dial"));

    public void Step(int frames = 1) => App.Run(frames);

    public void Move(float x, float y) => App.Input.MoveMouse(new Vector2(x, y) * Scale);

    public void Down(float x, float y)
    {
        Move(x, y);
        App.Input.Press(MouseButton.Left);
        Step();
    }

    public void Up()
    {
        App.Input.Release(MouseButton.Left);
        Step();
    }

    public void Click(float x, float y)
    {
        Down(x, y);
        Up();
    }

    public void Press(params Key[] keys)
    {
        foreach (var key in keys)
        {
            App.Input.Press(key);
            App.Input.Release(key);
            Step();
        }
    }

    public void Wheel(float x, float y, float steps)
    {
        Move(x, y);
        App.Input.Turn(new Vector2(0, steps));
        Step();
    }

    public byte[] Picture()
    {
        Step();
        return App.Gpu.Download(App.Target.Image);
    }

    public (int R, int G, int B) Pixel(float x, float y)
    {
        var (picture, at) = (Picture(), ((int)(y * Scale) * 640 + (int)(x * Scale)) * 4);
        return (picture[at], picture[at + 1], picture[at + 2]);
    }

    public void Write(string controls, string dial) =>
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"entities:\n  - name: dial\n    Dial: {dial}\n{controls}"));

    public void Dispose()
    {
        App.Dispose();
        File.Delete(path);
    }
}
