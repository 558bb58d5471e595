// Trainings in scenes: what they show, that they compute what the verb computes, how they are edited, kept and stopped.
using Engine;

namespace CnnCompute.Tests;

public sealed class LearnSceneTests
{
    private TemporaryPictures pictures = null!;

    [SetUp]
    public void MakePictures()
    {
        pictures = new TemporaryPictures();
        for (var i = 0; i < 3; i++)
            pictures.Class($"class {i}", 20, i * 100);
        pictures.Text("few.yaml", """
            model: resnet20_cifar
            data: .
            size: 8
            channels: 3
            test: 0
            augmentation: [random-horizontal-flip]
            optimizer: {sgd: {momentum: 0.9}}
            schedule: {constant: {rate: 0.01}}
            batch: 8
            evaluationBatch: 6
            epochs: 3
            """);
    }

    [TearDown]
    public void DeletePictures() => pictures.Dispose();

    [Test]
    public void The_scene_looks_as_it_did_and_its_loss_falls()
    {
        using var app = new App(new AppOptions { Headless = true, Width = 640, Height = 360 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        app.Load(Path.Combine(GpuFixture.Repository, "Scenes", "learn.yaml"));
        app.World.Get<Training>(app.Scene!.Find("learner")).Budget = 40;
        app.Run(90);
        var training = app.World.Get<LiveTraining>(app.Scene.Find("learner"));
        var losses = training.Losses[0].ToArray();
        Assert.That(losses, Has.Length.GreaterThan(8));
        Assert.That(losses[^1].Y, Is.LessThan(0.9 * losses[0].Y));
        Golden.Check("learn.png", app.Gpu.Download(app.Target.Image), app.Target.Width, app.Target.Height);
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void Weights_are_those_of_the_same_steps_by_the_verb()
    {
        using var app = Play();
        var training = Of(app);
        Until(app, () => training.Trainer.Step >= 9);
        var state = training.Trainer.Finished();
        var recipe = TrainingRecipe.Load(pictures["few.yaml"]) with { Data = pictures.Root };
        var data = DataSets.Open(recipe.DataSettings());
        recipe = recipe.For(data);
        var (module, setup) = TrainingModels.Make(recipe, recipe.Setup(), data.Train);
        using var trainer = new Trainer(GpuFixture.Gpu, module, data, setup with { Epochs = 3 });
        var stop = new Stop(state.Step);
        trainer.Callbacks.Add(stop);
        Assert.That(() => trainer.Run(cancellation: stop.Token), Throws.InstanceOf<OperationCanceledException>());
        TrainerTests.AssertSame(trainer.Capture(), state);
    }

    [Test]
    public void It_pauses_steps_and_is_edited_and_who_looks_at_it_goes_on()
    {
        using var app = Play();
        var (entity, learner) = (app.Scene!.Find("learner"), Of(app));
        var (net, weights) = (app.World.Get<Classification>(app.Scene.Find("net")), learner.Trainer.Weights);
        Until(app, () => learner.Trainer.Step >= 3);
        Edit(app, (ref Training t) => t.Running = false);
        app.Run(30);
        var at = learner.Trainer.Step;
        app.Run(10);
        Assert.That((learner.Trainer.Step, learner.Trainer.IsAmid, Text(app, "state")), Is.EqualTo((at, false, "paused")));
        Edit(app, (ref Training t) => t.Steps++);
        app.Run(40);
        Assert.That(learner.Trainer.Step, Is.EqualTo(at + 1));

        Edit(app, (ref Training t) => (t.Rate, t.Running) = (0.5f, true));
        app.Run(2);
        Assert.That(learner.Trainer.Rate, Is.EqualTo(0.005f).Within(1e-7));
        Assert.That(app.World.Get<LiveTraining>(entity), Is.SameAs(learner));

        // Without augmentation it is another training of the same network, which keeps what it has learnt.
        Edit(app, (ref Training t) => (t.Running, t.Augment) = (false, false));
        app.Run(2);
        var (other, key) = (app.World.Get<LiveTraining>(entity), learner.Trainer.Model.StateDict().First().Value);
        Assert.That(other, Is.Not.SameAs(learner));
        Assert.That(other.Trainer.Weights, Is.SameAs(weights));
        Assert.That(other.Trainer.Weights.Get(key), Is.EqualTo(key.Initial));
        Assert.That(other.Trainer.Setup.Transforms, Is.Empty);
        var learnt = other.Trainer.Weights.Get(key);

        Edit(app, (ref Training t) => t.Start++);
        app.Run(2);
        Assert.That(Of(app).Trainer.Weights.Get(key), Is.Not.EqualTo(learnt));
        Assert.That(app.World.Get<Classification>(app.Scene.Find("net")), Is.SameAs(net));
        Assert.That(Of(app).Trainer.Weights, Is.SameAs(weights));
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void Another_optimizer_goes_on_with_the_weights_at_a_rate_that_suits_it()
    {
        using var app = Play();
        var first = Of(app);
        Until(app, () => first.Trainer.Step >= 3);
        Assert.That(first.Trainer.GradientLengths.Length, Is.EqualTo(first.Trainer.Watched.Count).And.GreaterThan(1));
        Assert.That(first.Trainer.GradientLengths.ToArray(), Has.All.InRange(1e-6, 1e3));
        Assert.That(app.Images.Find("learner gradients")!.Height, Is.EqualTo(first.Trainer.Watched.Count));
        Edit(app, (ref Training t) => (t.Running, t.Optimizer) = (false, "adam"));
        app.Run(2);
        var second = Of(app);
        Assert.That(second, Is.Not.SameAs(first));
        Assert.That(second.Trainer.Weights, Is.SameAs(first.Trainer.Weights));
        Assert.That(second.Trainer.Essence, Does.Contain("Adam"));
        Assert.That(second.Trainer.Rate, Is.EqualTo(0.01f * 0.002f / 0.05f).Within(1e-9));
        Edit(app, (ref Training t) => t.Running = true);
        Until(app, () => second.Trainer.Step >= 3);
        string[] choices = [.. LiveOptimizer.Choices.Skip(1)];
        Assert.That(choices.Select(c => Catalogue.Parse<Optimizer>(c, "choice").Name), Is.EqualTo(choices));

        // One that is none is refused, and the training goes on as it is.
        Edit(app, (ref Training t) => t.Optimizer = "adom");
        app.Run(2);
        Assert.That(Of(app), Is.SameAs(second));
    }

    [Test]
    public void What_it_has_learnt_is_kept_and_continued()
    {
        var folder = pictures["kept"];
        long step;
        using (var app = Play(("Training.out", folder)))
        {
            var training = Of(app);
            Until(app, () => training.Trainer.Step >= 7);
            Until(app, () => training.Trainer.IsAmid);
            step = training.Trainer.Step + 1;
        }
        var last = Checkpoint.Load(Path.Combine(folder, "last.safetensors"));
        Assert.That(last.Step, Is.EqualTo(step));
        Assert.That(ModelFile.Load(Path.Combine(folder, "best.safetensors")).Labels, Is.EqualTo(new[] { "class 0", "class 1", "class 2" }));
        using (var app = Play(("Training.out", folder)))
        {
            Assert.That(Of(app).Trainer.Step, Is.EqualTo(step));
            using var second = Open(("Training.out", folder));
            Assert.That(() => second.Run(1), Throws.InstanceOf<IOException>().With.Message.Contains(folder));
        }
        using var changed = Open(("Training.out", folder), ("Training.batch", "4"));
        Assert.That(() => changed.Run(1), Throws.InvalidOperationException.With.Message.Contains("last.safetensors is of another training")
            .And.Message.Contains("name another folder"));
        Assert.That(Checkpoint.Load(Path.Combine(folder, "last.safetensors")).Step, Is.GreaterThanOrEqualTo(step), "nothing is lost");
    }

    [Test]
    public void What_is_kept_is_not_overwritten_by_another_training_and_keys_go_on_working()
    {
        var folder = pictures["kept"];
        using var app = Play(("Training.out", folder));
        var (entity, training) = (app.Scene!.Find("learner"), Of(app));
        Edit(app, (ref Training t) => t.Rate = 2.5f);
        Until(app, () => training.Trainer.Step >= 8);
        Edit(app, (ref Training t) => t.Augment = false);
        app.Run(2);
        Assert.That(app.World.Get<LiveTraining>(entity), Is.SameAs(training), "refused: it would take the other's place");
        Edit(app, (ref Training t) => t.Running = false);
        app.Run(30);
        Assert.That((Text(app, "state"), training.Trainer.IsAmid), Is.EqualTo(("paused", false)));
        var step = training.Trainer.Step;

        // Elsewhere, or nowhere, it may go on as another one; what it was is kept first.
        Edit(app, (ref Training t) => t.Out = "");
        app.Run(2);
        Assert.That(app.World.Get<LiveTraining>(entity), Is.Not.SameAs(training));
        var kept = Checkpoint.Load(Path.Combine(folder, "last.safetensors"));
        Assert.That((kept.Step, kept.RateFactor), Is.EqualTo((step, 2.5f)));
        var best = Checkpoint.Load(Path.Combine(folder, "best.safetensors"));
        Assert.That(best.Step, Is.EqualTo(6 * best.Evaluated), "weights of the end of an epoch");

        // A folder that holds a training is none for one that has begun.
        var other = app.World.Get<LiveTraining>(entity);
        Edit(app, (ref Training t) => t.Out = folder);
        app.Run(2);
        Assert.That(app.World.Get<LiveTraining>(entity), Is.SameAs(other));
        Assert.That(Checkpoint.Load(Path.Combine(folder, "last.safetensors")).Step, Is.EqualTo(step));
    }

    [Test]
    public void A_training_continues_at_the_rate_it_had()
    {
        var folder = pictures["kept"];
        using (var app = Play(("Training.out", folder), ("Training.rate", "0.5")))
            Until(app, () => Of(app).Trainer.Step >= 2);
        using var again = Play(("Training.out", folder));
        Assert.That(Of(again).Trainer.RateFactor, Is.EqualTo(0.5f));
        Edit(again, (ref Training t) => t.Budget = 1);
        again.Run(2);
        Assert.That(Of(again).Trainer.RateFactor, Is.EqualTo(0.5f));
    }

    [Test]
    public void A_loss_that_is_no_number_stops_it_at_sound_weights_until_it_is_edited()
    {
        using var app = Play(("Training.rate", "10000"));
        var training = Of(app);
        Until(app, () => training.Stopped is not null);
        Assert.That(Text(app, "state"), Is.EqualTo("stopped: the loss was no number"));
        app.Run(5);
        Assert.That(training.Trainer.Model.StateDict().Values.SelectMany(training.Trainer.Weights.Get), Has.All.Matches<float>(float.IsFinite));
        var at = training.Trainer.Step;
        Edit(app, (ref Training t) => t.Rate = 1);
        Until(app, () => training.Trainer.Step > at);
        Assert.That(training.Stopped, Is.Null);
    }

    [Test]
    public void A_steady_frame_of_a_training_allocates_nothing()
    {
        // What an epoch's end costs is no steady frame's.
        for (var i = 0; i < 3; i++)
            pictures.Class($"class {i}", 300, i * 100, first: 20);
        using var app = Play(("Training.epochs", "4000"));
        SteadyFrames.AllocateNothing(_ => app.Step());
        Assert.That(Of(app).Trainer.Step, Is.GreaterThan(1));
    }

    [TestCase("Training.recipe", "fasion", "no recipe is called \"fasion\"")]
    [TestCase("Training.data", "nowhere", "nowhere")]
    [TestCase("Training.model", "fashionn", "fashionn")]
    [TestCase("TrainingCurves.show", "los", "no curve \"los\"; did you mean 'loss'?")]
    public void What_is_mistyped_is_said_in_one_sentence(string field, string value, string expected)
    {
        using var app = Open((field, value));
        Assert.That(() => app.Run(1), Throws.Exception.With.Message.Contains(expected).And.Message.Not.Contains("\n"));
        Assert.That(app.Dispose, Throws.Nothing);
    }

    [Test]
    public void Keys_edit_trainings()
    {
        using var app = Play();
        var help = app.Shared(_ => new KeyHelp());
        Assert.That(help.Lines.Select(l => l.What), Does.Contain("train or pause").And.Contain("begin anew").And.Contain("augmentation"));
        Assert.That(help.Lines, Is.Unique);
    }

    private delegate void Change(ref Training training);

    private static void Edit(App app, Change change) => change(ref app.World.Get<Training>(app.Scene!.Find("learner")));

    private static LiveTraining Of(App app) => app.World.Get<LiveTraining>(app.Scene!.Find("learner"));

    private static string Text(App app, string name) => app.Scene!.Texts().ToDictionary()[name];

    private static void Until(App app, Func<bool> done)
    {
        for (var frame = 0; !done(); frame++)
        {
            Assert.That(frame, Is.LessThan(2000), "it goes on for ever");
            app.Step();
        }
    }

    // A scene that has begun.
    private App Play(params (string Field, string Value)[] overrides)
    {
        var app = Open(overrides);
        app.Run(1);
        return app;
    }

    private App Open(params (string Field, string Value)[] overrides)
    {
        pictures.Text("scene.yaml", """
            name: few
            entities:
              - name: learner
                Training: { recipe: few.yaml, data: ".", budget: 0.5 }
              - name: source
                VideoSource: { source: testpattern, width: 16, height: 16 }
              - name: net
                Classifier: { model: learner, image: source }
              - name: curves
                LineChart: {}
                TrainingCurves: { training: learner }
              - name: state
                Label: {}
                Readout: { target: learner, show: state }
            """);
        var app = new App(new AppOptions
        {
            Headless = true,
            Width = 64,
            Height = 36,
            Overrides = overrides.ToDictionary(o => o.Field, o => o.Value),
        }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        app.Load(pictures["scene.yaml"]);
        return app;
    }

    private sealed class Stop(long step) : ITrainingCallback
    {
        private readonly CancellationTokenSource source = new();

        public CancellationToken Token => source.Token;

        public void StepEnded(in TrainingProgress progress)
        {
            if (progress.Step == step)
                source.Cancel();
        }
    }
}
