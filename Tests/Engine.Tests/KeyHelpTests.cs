// What keys do: kept in order, once each, shown on labels.
namespace Engine.Tests;

public sealed class KeyHelpTests
{
    [Test]
    public void Lines_stand_in_order_once_each()
    {
        var help = new KeyHelp();
        help.Add("N", "next style");
        help.Add("← →", "less, more");
        help.Add("N", "next style");
        Assert.That(help.Text(", "), Is.EqualTo("N next style, ← → less, more"));
        help.Add("R", "again");
        Assert.That(help.Text(", ", 2), Is.EqualTo("N next style, ← → less, more\nR again"));
        Assert.That(help.Text(", ", isTooWide: line => line.Length > 25), Is.EqualTo("N next style\n← → less, more, R again"));
        Assert.That(help.Text(", ", isTooWide: _ => true), Is.EqualTo("N next style\n← → less, more\nR again"), "one at least");
    }

    [Test]
    public void A_legend_shows_what_is_added_later_and_costs_nothing_after_that()
    {
        using var app = new App(new AppOptions { Headless = true, Width = 64, Height = 36 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin());
        var legend = app.World.Create(new Label { Text = "before" }, new KeyLegend { Separator = " · ", PerLine = 2 });
        app.Step();
        Assert.That(app.World.Get<Label>(legend).Text, Is.Empty);
        app.Shared(_ => new KeyHelp()).Add("N", "next style");
        app.Shared(_ => new KeyHelp()).Add("L", "next layer");
        app.Step();
        Assert.That(app.World.Get<Label>(legend).Text, Is.EqualTo("N next style · L next layer"));
        app.World.Set(legend, new Label { Text = "edited", Size = 20 });
        app.Step();
        Assert.That(app.World.Get<Label>(legend), Has.Property("Text").EqualTo("N next style · L next layer").And.Property("Size").EqualTo(20));
        SteadyFrames.AllocateNothing(_ => app.Step());
    }
}
