// The list of examples: rows, numbers, what is held out.
namespace CnnCompute.Tests;

public sealed class TaughtExamplesTests
{
    [Test]
    public void One_of_seven_is_held_out_from_the_fourth_on()
    {
        var examples = new TaughtExamples();
        for (var i = 0; i < 100; i++)
            examples.Add(i % 2, i);
        Assert.That((examples.Count, examples.HeldOut, examples.HeldOutOf(0), examples.Present), Is.EqualTo((100, 14, 7, 2)));
        var labels = new int[128];
        examples.WriteLabels(labels);
        Assert.That(labels.Count(l => l == 0), Is.EqualTo(43));
        Assert.That(labels.Count(l => l == TaughtExamples.None), Is.EqualTo(128 - 86));
        Assert.That(examples.All.Where(e => e.IsHeldOut).Select(e => e.Ordinal).Take(2), Is.EqualTo(new[] { 3, 3 }));
    }

    [Test]
    public void Rows_of_what_is_gone_are_used_again()
    {
        var examples = new TaughtExamples();
        foreach (var index in (int[])[0, 1, 0, 2])
            examples.Add(index, index);
        Assert.That(examples.Undo()!.Value.Class, Is.EqualTo(2));
        Assert.That(examples.Clear(0).Select(e => e.Slot), Is.EqualTo(new[] { 0, 2 }));
        Assert.That((examples.Count, examples.Present, examples.Rows, examples.Classes), Is.EqualTo((1, 1, 4, 3)));
        Assert.That(examples.Add(5, 9).Slot, Is.Zero);
        Assert.That((examples.Last(1)!.Value.Slot, examples.Last(0)), Is.EqualTo((1, (TaughtExample?)null)));
        examples.Undo();
        examples.Undo();
        Assert.That((examples.Undo(), examples.Count, examples.HeldOut), Is.EqualTo(((TaughtExample?)null, 0, 0)));
    }
}
