// Plans that read and write images: rebinding, several frames, one image under two names.
using Engine;

namespace CnnCompute.Tests;

public class ImagePlanTests
{
    private const int Size = 16;

    private static Gpu Gpu => GpuFixture.Gpu;

    private static GpuImage Grey(byte level, string name, int size = Size)
    {
        var image = Gpu.Image(size, size, name);
        var pixels = new byte[size * size * 4];
        Array.Fill(pixels, level);
        Gpu.Upload(image, pixels);
        return image;
    }

    // The picture made brighter by 16 levels of 255, after `detours` roundabout ways through memory.
    private static Tensor Brighter(Graph graph, string from, string to, int detours = 0)
    {
        var x = graph.FromImage(from, Size, Size, PixelNorm.Byte);
        for (var i = 0; i < detours; i++)
            x = x + graph.Fill(x.Shape, 1) + graph.Fill(x.Shape, -1);
        return (x + graph.Fill(x.Shape, 16)).ToImage(to, 0, 255);
    }

    [Test]
    public void Images_are_rebound_without_compiling()
    {
        using GpuImage dark = Grey(10, "dark"), light = Grey(100, "light", 24), shown = Gpu.Image(Size, Size, "shown"),
            other = Gpu.Image(Size, Size, "other");
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, [Brighter(new Graph(), "camera", "shown")], ("camera", dark), ("shown", shown));
        plan.Run();
        Assert.That(Gpu.Download(shown)[0], Is.EqualTo(26));
        plan.Rebind(("camera", light), ("shown", other));
        plan.Run();
        Assert.That(Gpu.Download(other)[0], Is.EqualTo(116));
        Assert.That(Gpu.Download(shown)[0], Is.EqualTo(26));
        Assert.That(() => plan.Rebind(("kamera", light)), Throws.ArgumentException.With.Message.Contains("it binds camera, shown"));
    }

    [Test]
    public void A_missing_image_is_named()
    {
        using var dark = Grey(10, "dark");
        using var weights = new Residence(Gpu);
        Assert.That(() => Plan.Compile(weights, [Brighter(new Graph(), "camera", "shown")], ("camera", dark)),
            Throws.ArgumentException.With.Message.Contains("\"shown\""));
    }

    [Test]
    public void Over_several_frames_the_picture_is_taken_first_and_shown_last()
    {
        using GpuImage camera = Grey(10, "camera"), shown = Grey(1, "shown");
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, [Brighter(new Graph(), "camera", "shown", 4)], null, [("camera", camera), ("shown", shown)],
            new PlanOptions { Budgeted = true, Measure = false, SliceMilliseconds = 0.001 });
        Assert.That(plan.SliceCount, Is.GreaterThan(3));
        for (var done = false; !done;)
        {
            Assert.That(Gpu.Download(shown)[0], Is.EqualTo(1));
            Gpu.Run(c => done = plan.ExecuteSlices(c, 1));
            var pixels = new byte[Size * Size * 4];
            Array.Fill(pixels, (byte)200);
            Gpu.Upload(camera, pixels);
        }
        Assert.That(Gpu.Download(shown)[0], Is.EqualTo(26));
        Gpu.Run(c => plan.ExecuteSlices(c, 1));
        using var last = Gpu.Image(Size, Size, "last");
        plan.Rebind(("shown", last));
        for (var done = false; !done;)
            Gpu.Run(c => done = plan.ExecuteSlices(c, 1));
        Assert.That(Gpu.Download(shown)[0], Is.EqualTo(216), "a run under way keeps its images");
        plan.Run();
        Assert.That(Gpu.Download(last)[0], Is.EqualTo(216));
    }

    [Test]
    public void A_budgeted_plan_is_timed_while_compiled_and_shows_nothing_before_it_runs()
    {
        using GpuImage camera = Grey(10, "camera"), shown = Grey(1, "shown");
        using var weights = new Residence(Gpu);
        Plan Compile(bool measure) =>
            Plan.Compile(weights, [Brighter(new Graph(), "camera", "shown", 4)], null, [("camera", camera), ("shown", shown)],
                new PlanOptions { Budgeted = true, Measure = measure });
        using Plan estimated = Compile(false), measured = Compile(true);
        Assert.That(measured.Launches.Select(l => l.Milliseconds), Is.Not.EqualTo(estimated.Launches.Select(l => l.Milliseconds)));
        using var again = Compile(false);
        Assert.That(again.Launches.Select(l => l.Milliseconds), Is.EqualTo(estimated.Launches.Select(l => l.Milliseconds)), "estimates are fixed");
        Assert.That(Gpu.Download(shown)[0], Is.EqualTo(1));
        measured.Run();
        Assert.That(Gpu.Download(shown)[0], Is.EqualTo(26));
    }

    [Test]
    public void An_image_may_be_read_and_written_under_two_names_of_one_plan()
    {
        using var picture = Grey(10, "picture");
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, [Brighter(new Graph(), "in", "out")], ("in", picture), ("out", picture));
        for (var i = 0; i < 3; i++)
            plan.Run();
        Assert.That(Gpu.Download(picture)[0], Is.EqualTo(58));
    }

    [Test]
    public void A_plan_of_parameters_and_constants_alone_has_nothing_to_run_and_still_gives_them()
    {
        var graph = new Graph();
        var p = new Parameter("p", new Shape(1, 2, 2, 1), [1, 2, 3, 4]);
        Tensor w = graph.Parameter(p), flat = w.Flatten(), doubled = w + w;
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, [], [w, doubled]);
        plan.Run();
        Assert.That(plan.Steps, Is.Zero);
        Assert.That(plan.Fetch(w), Is.EqualTo(new float[] { 1, 2, 3, 4 }));
        Assert.That(plan.Fetch(doubled), Is.EqualTo(new float[] { 2, 4, 6, 8 }));
        using var views = Plan.Compile(weights, [graph.Append(new AccumulateOp(p), w)], [flat.Reshape(4), w]);
        views.Run();
        Assert.That(views.Fetch(w), Is.EqualTo(new float[] { 2, 4, 6, 8 }));
        Assert.That(views.Fetch(flat.Reshape(4)), Is.EqualTo(new float[] { 1, 2, 3, 4 }), "a view of a parameter is what it was before the run");
    }
}
