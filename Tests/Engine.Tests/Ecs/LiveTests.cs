// The life of a component with a running side: appears, waits, is edited, is refused, is removed.
namespace Engine.Tests;

public sealed class LiveTests
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("live").FullName;
    private readonly List<string> log = [];
    private App app = null!;

    [SetUp]
    public void CreateApp()
    {
        log.Clear();
        app = new App(new AppOptions { Headless = true, Width = 8, Height = 8 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin());
        app.Component("Lamp", Phase.Compute, new Live<Lamp, Light>("lamp", (_, entity, wanted) => new Light(log, entity, wanted))
        {
            Image = (_, wanted) => wanted.Image.Length > 0 ? wanted.Image : null,
            Beside = (world, entity) => new OnSwitch(SwitchOf(world, entity)),
            Readings = new()
            {
                { "watts", (light, _, text) => text.Append($"{light.Wanted.Watts} W") },
                { "hours", (light, _, text) => text.Append($"{light.Frames} h") },
            },
        });
    }

    [TearDown]
    public void DisposeApp() => app.Dispose();

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(Folder, recursive: true);

    [Test]
    public void It_is_made_when_it_appears_runs_in_the_same_frame_and_is_disposed_with_its_entity()
    {
        var entity = app.World.Create(new Lamp { Watts = 40 });
        app.Run(2);
        Assert.That(log, Is.EqualTo(["make 40", "run 40", "run 40"]));
        Assert.That(app.World.Find<Light>(entity)!.Wanted.Watts, Is.EqualTo(40));
        app.World.DestroyDisposing(entity);
        app.Run(1);
        Assert.That(log.Skip(3), Is.EqualTo(["dispose 40"]));
        Assert.That(app.World.Find<Light>(entity), Is.Null);
    }

    [Test]
    public void An_edit_is_taken_where_it_can_be_else_another_one_takes_its_place()
    {
        var entity = app.World.Create(new Lamp { Watts = 40 });
        app.Run(1);
        var first = app.World.Find<Light>(entity);
        app.World.Get<Lamp>(entity).Dim = 0.5f;
        app.Run(1);
        Assert.That(app.World.Find<Light>(entity), Is.SameAs(first));
        app.World.Get<Lamp>(entity).Watts = 60;
        app.Run(1);
        Assert.That(log, Is.EqualTo(["make 40", "run 40", "take 0.5", "run 40", "make 60", "dispose 40", "run 60"]));
    }

    [Test]
    public void What_is_edited_wrongly_is_said_once_and_the_old_one_goes_on()
    {
        var entity = app.World.Create(new Lamp { Watts = 40 });
        app.Run(1);
        var said = Said(() =>
        {
            app.World.Get<Lamp>(entity).Watts = -1;
            app.Run(3);
            app.World.Get<Lamp>(entity).Dim = 2;
            app.Run(3);
        });
        Assert.That(said, Is.EqualTo(["a lamp of -1 W cannot be", "a lamp cannot be dimmed to 2"]));
        Assert.That(log.Skip(2), Is.All.EqualTo("run 40"));
        app.World.Get<Lamp>(entity) = new Lamp { Watts = 60 };
        app.Run(1);
        Assert.That(log[^1], Is.EqualTo("run 60"));
    }

    [Test]
    public void A_scene_that_is_wrong_ends_in_its_first_frames()
    {
        app.World.Create(new Lamp { Watts = -1 });
        Assert.That(() => app.Run(1), Throws.InvalidOperationException.With.Message.EqualTo("a lamp of -1 W cannot be"));
    }

    [Test]
    public void A_fault_is_never_taken_for_a_wrong_setting()
    {
        var entity = app.World.Create(new Lamp { Watts = 40 });
        app.Run(20);
        app.World.Get<Lamp>(entity).Watts = 13;
        Assert.That(() => app.Run(1), Throws.TypeOf<IndexOutOfRangeException>());
    }

    [Test]
    public void One_that_fails_in_a_frame_is_said_once_and_stands_still_until_it_is_edited()
    {
        var entity = app.World.Create(new Lamp { Watts = 40 });
        app.Run(20);
        app.World.Get<Lamp>(entity).Watts = 17;
        Assert.That(Said(() => app.Run(5)), Has.Length.EqualTo(1).And.All.Contains("no current for it; it stands still until it is edited"));
        app.World.Get<Lamp>(entity).Watts = 60;
        app.Run(1);
        Assert.That(log[^1], Is.EqualTo("run 60"));
    }

    [Test]
    public void One_that_is_added_later_and_wrong_is_refused_once_and_tried_again_when_it_is_edited()
    {
        app.Run(20);
        var entity = app.World.Create(new Lamp { Watts = -1 });
        Assert.That(Said(() => app.Run(5)), Is.EqualTo(["a lamp of -1 W cannot be"]));
        Assert.That(app.World.Find<Light>(entity), Is.Null);
        app.World.Get<Lamp>(entity).Watts = 40;
        app.Run(1);
        Assert.That(log, Is.EqualTo(["make 40", "run 40"]));
    }

    [Test]
    public void Another_scene_knows_nothing_of_what_was_refused()
    {
        var path = Path.Combine(Folder, "refused.yaml");
        File.WriteAllText(path, "entities:\n  - name: one\n    Lamp: { watts: -1 }");
        app.Run(20);
        app.Load(path);
        Assert.That(Said(() => app.Run(3)), Has.Length.EqualTo(1));
        app.Load(path);
        Assert.That(Said(() => app.Run(3)), Has.Length.EqualTo(1));
    }

    [Test]
    public void It_waits_for_its_image()
    {
        using var image = app.Gpu.Image(4, 4, "window");
        app.World.Create(new Lamp { Watts = 40, Image = "window" });
        app.Run(5);
        Assert.That(log, Is.Empty);
        app.Images.Publish("window", image);
        app.Run(1);
        Assert.That(log, Is.EqualTo(["make 40", "run 40"]));
    }

    [Test]
    public void An_image_that_does_not_come_ends_a_scene_that_begins()
    {
        app.World.Create(new Lamp { Watts = 40, Image = "window" });
        Assert.That(() => app.Run(12), Throws.InvalidOperationException
            .With.Message.StartsWith("lamp entity 0: nothing in the scene publishes the image \"window\""));
    }

    [Test]
    public void Later_it_is_said_once_and_it_comes_to_life_with_its_image()
    {
        using var image = app.Gpu.Image(4, 4, "window");
        app.Run(20);
        app.World.Create(new Lamp { Watts = 40, Image = "window" });
        Assert.That(Said(() => app.Run(40)), Has.Length.EqualTo(1).And.All.Contains("publishes the image \"window\""));
        app.Images.Publish("window", image);
        app.Run(1);
        Assert.That(log, Is.EqualTo(["make 40", "run 40"]));
    }

    [Test]
    public void Edited_to_an_image_that_is_not_there_it_goes_on_with_the_old_one_until_it_is()
    {
        using var image = app.Gpu.Image(4, 4, "window");
        var entity = app.World.Create(new Lamp { Watts = 40 });
        app.Run(1);
        app.World.Get<Lamp>(entity) = new Lamp { Watts = 60, Image = "window" };
        Assert.That(Said(() => app.Run(20)), Has.Length.EqualTo(1).And.All.Contains("nothing publishes the image \"window\""));
        Assert.That(log[^1], Is.EqualTo("run 40"));
        app.Images.Publish("window", image);
        app.Run(1);
        Assert.That(log[^1], Is.EqualTo("run 60"));
    }

    [Test]
    public void A_removed_component_is_disposed_and_may_come_again()
    {
        var entity = app.World.Create(new Lamp { Watts = 40 });
        app.Run(1);
        app.World.Remove<Lamp>(entity);
        app.Run(2);
        Assert.That(log, Is.EqualTo(["make 40", "run 40", "dispose 40"]));
        app.World.Add(entity, new Lamp { Watts = 60 });
        app.Run(1);
        Assert.That(log.Skip(3), Is.EqualTo(["make 60", "run 60"]));
    }

    [Test]
    public void What_stands_beside_it_counts_as_its_own()
    {
        var entity = app.World.Create(new Lamp { Watts = 40 });
        app.Run(1);
        app.World.Add(entity, new Switch { Position = 1 });
        app.Run(2);
        Assert.That(log, Is.EqualTo(["make 40", "run 40", "take 0", "run 40", "run 40"]));
        app.Run(20);
        app.World.Get<Lamp>(entity).Watts = -1;
        Assert.That(Said(() => app.Run(3)), Has.Length.EqualTo(1));
        app.World.Get<Switch>(entity).Position = 2;
        Assert.That(Said(() => app.Run(3)), Has.Length.EqualTo(1), "it is tried again");
    }

    [Test]
    public void All_end_with_the_app()
    {
        app.World.Create(new Lamp { Watts = 40 });
        app.Run(1);
        app.Dispose();
        Assert.That(log[^1], Is.EqualTo("dispose 40"));
    }

    [Test]
    public void Readouts_show_what_their_target_says()
    {
        Load("Readout: { target: lamp }", "Readout: { target: lamp, show: Hours }");
        app.Run(3);
        var texts = app.Scene!.Texts().ToDictionary();
        Assert.That((texts["one"], texts["two"]), Is.EqualTo(("now 40 W", "3 h")));
        app.World.Get<Readout>(app.Scene.Find("one")) = new Readout { Show = "rate" };
        app.Run(1);
        Assert.That(app.Scene.Texts().ToDictionary()["one"], Does.Match(@"^now \d+ frames/s on .+"));
        app.World.DestroyDisposing(app.Scene.Find("lamp"));
        app.Run(1);
        Assert.That(app.Scene.Texts().ToDictionary()["two"], Is.EqualTo("…"));
    }

    [TestCase("{ target: lamp, show: hour }", "readout one: lamp has nothing to show called \"hour\"; did you mean 'hours'?")]
    [TestCase("{ target: lamp, show: brightness }", "readout one: lamp has nothing to show called \"brightness\"; known are hours, watts.")]
    [TestCase("{ target: two, show: hours }", "readout one: two has nothing to show called \"hours\"; there are none here.")]
    [TestCase("{ show: rates }", "readout one: the app has nothing to show called \"rates\"; did you mean 'rate'?")]
    public void A_name_that_is_not_there_is_refused_with_the_nearest(string readout, string message)
    {
        Load($"Readout: {readout}", "Transform:");
        Assert.That(() => app.Run(1), Throws.InvalidOperationException.With.Message.EqualTo(message));
    }

    [Test]
    public void A_name_that_is_mistyped_while_the_scene_runs_is_said_once_and_the_old_one_goes_on()
    {
        Load("Readout: { target: lamp, show: watts }", "Transform:");
        app.Run(2);
        app.World.Get<Readout>(app.Scene!.Find("one")).Show = "what";
        Assert.That(Said(() => app.Run(3)), Has.Length.EqualTo(1).And.All.Contains("did you mean 'watts'?"));
        Assert.That(app.Scene.Texts().ToDictionary()["one"], Is.EqualTo("now 40 W"));
    }

    [Test]
    public void Before_its_target_runs_a_readout_shows_an_ellipsis()
    {
        Load("Readout: { target: lamp, show: watts }", "Transform:", "image: window");
        app.Run(3);
        Assert.That(app.Scene!.Texts().ToDictionary()["one"], Is.EqualTo("now …"));
    }

    [Test]
    public void A_steady_frame_allocates_nothing()
    {
        Load("Readout: { target: lamp, show: hours }", "Readout: { show: rate }");
        app.World.Create(new Lamp { Watts = 60 }, new Switch());
        log.Capacity = 10_000;
        SteadyFrames.AllocateNothing(_ => app.Step());
    }

    private static int SwitchOf(World world, Entity entity) => world.TryFind<Switch>(entity, out var found) ? found.Position : 0;

    private static string[] Said(Action run)
    {
        var (before, errors) = (Console.Error, new StringWriter());
        Console.SetError(errors);
        try
        {
            run();
        }
        finally
        {
            Console.SetError(before);
        }
        return errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private void Load(string one, string two, string lamp = "dim: 0")
    {
        var path = Path.Combine(Folder, "scene.yaml");
        File.WriteAllLines(path,
        [
            "entities:", "  - name: lamp", $"    Lamp: {{ watts: 40, {lamp} }}",
            "  - name: one", "    Label: { text: \"now \" }", $"    {one}",
            "  - name: two", "    Label:", $"    {two}",
        ]);
        app.Load(path);
    }

    private record struct Lamp()
    {
        public int Watts { get; set; } = 0;

        public float Dim { get; set; } = 0;

        public string Image { get; set; } = "";
    }

    private record struct Switch(int Position);

    private sealed class OnSwitch(int position) : IBeside
    {
        public bool IsAsItWas(World world, Entity entity) => SwitchOf(world, entity) == position;
    }

    private sealed class Light : ILive<Lamp>
    {
        private readonly List<string> log;
        private readonly string ran;

        public Light(List<string> log, Entity entity, Lamp wanted)
        {
            Assert.That(entity, Is.Not.EqualTo(Entity.Null));
            if (wanted.Watts < 0)
                throw new InvalidOperationException($"a lamp of {wanted.Watts} W cannot be");
            if (wanted.Watts == 13)
                throw new IndexOutOfRangeException("a fault");
            (this.log, Wanted, ran) = (log, wanted, $"run {wanted.Watts}");
            log.Add($"make {wanted.Watts}");
        }

        public Lamp Wanted { get; private set; }

        public int Frames { get; private set; }

        public bool Takes(in Lamp edited)
        {
            if (edited.Dim > 1)
                throw new ArgumentException($"a lamp cannot be dimmed to {edited.Dim}");
            if ((edited with { Dim = Wanted.Dim }) != Wanted)
                return false;
            Wanted = edited;
            log.Add(FormattableString.Invariant($"take {edited.Dim}"));
            return true;
        }

        public void Run(Frame frame)
        {
            if (Wanted.Watts == 17)
                throw new IOException("no current for it.");
            Frames++;
            log.Add(ran);
        }

        public void Dispose() => log.Add($"dispose {Wanted.Watts}");
    }
}
