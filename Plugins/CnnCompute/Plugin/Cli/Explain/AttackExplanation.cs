// How little must change for a net to say something else.
using System.CommandLine;
using System.Globalization;

namespace CnnCompute;

/// <summary>What both attacks are asked for.</summary>
internal sealed class AttackGoal
{
    /// <summary>What the picture shall be taken for.</summary>
    public Option<string?> Target { get; } = new("--target")
    {
        Description = "fgsm, pgd: the class that the picture shall be taken for. [default: any other]",
        HelpName = "N|NAME",
    };

    /// <summary>Whether the smallest epsilon is looked for.</summary>
    public Option<bool> Smallest { get; } = new("--smallest") { Description = "fgsm, pgd: look for the smallest epsilon that is enough." };
}

/// <summary><c>--method fgsm</c> and <c>pgd</c>.</summary>
internal sealed class AttackExplanation(string name, SettingOptions<Attack> settings, AttackGoal goal) : ExplainMethod
{
    private const int Listed = 3;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => name == "fgsm" ? "one step of the gradient's sign makes it another class" : "the same in many small steps";

    /// <inheritdoc/>
    public override IEnumerable<Option> Options => [goal.Target, goal.Smallest];

    /// <inheritdoc/>
    public override IEnumerable<ExplainPicture> Run(ExplainTask task)
    {
        var (height, width, planes, attack) = (task.Height, task.Width, task.Picture.Planes(3, PixelNorm.Unit), settings.Checked(task.Result));
        using var adversary = new Adversary(task.Weights, task.Trunk, 1, height, width);
        var before = adversary.Probabilities(planes)[0];
        var target = task.Result.GetValue(goal.Target) is { } wanted
            ? Objective.ClassIndex(task.Trunk.Model, wanted, adversary.Classes, task.Labels)
            : -1;
        var label = target >= 0 ? target : task.Class >= 0 ? task.Class : Attacked.Best(before);
        var attacked = task.Result.GetValue(goal.Smallest)
            ? adversary.Smallest(planes, [label], attack with { RandomStart = false }, target >= 0)
            : adversary.Run(planes, [label], attack, target >= 0);
        var bytes = ContactSheet.Rgba(attacked.Pictures, width, height);
        var written = adversary.Probabilities(new Photograph(width, height, bytes).Planes(3, PixelNorm.Unit))[0];
        Report(task, attacked, written);

        var sheet = new ContactSheet(title: string.Create(CultureInfo.InvariantCulture, $"{name}, {attacked.Epsilon[0]:G3} of 255 levels"));
        sheet.Add($"before\n{Top(task, attacked.Before[0], 2, "\n")}", width, height, task.Picture.Rgba);
        var gain = 255 / (2 * Math.Max(attacked.Epsilon[0], 1e-3f));
        sheet.Add(string.Create(CultureInfo.InvariantCulture, $"the change, {gain:G3} times as strong"), width, height,
            attacked.Pictures.Zip(planes, (a, b) => 0.5f + ((a - b) * gain)).ToArray());
        sheet.Add($"after\n{Top(task, attacked.After[0], 2, "\n")}", width, height, bytes);
        var canvas = sheet.Draw();
        yield return new ExplainPicture("", "", canvas.Width, canvas.Height, canvas.Pixels);
        yield return new ExplainPicture("picture", $"{name}\n{Top(task, attacked.After[0], 1)}", width, height, bytes);
    }

    private void Report(ExplainTask task, Attacked attacked, float[] written)
    {
        Console.WriteLine($"{name,-14} before: {Top(task, attacked.Before[0], Listed)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-14} within {attacked.Epsilon[0]:G4} of 255 levels: {Top(task, attacked.After[0], Listed)}"));
        Console.WriteLine($"{name,-14} as written, in whole levels: {Top(task, written, Listed)}");
        if (!attacked.Flipped(0))
        {
            Console.WriteLine(attacked.IsTargeted
                ? $"{name,-14} it was not taken for {task.NameOf(attacked.Labels[0])}; a larger --epsilon or more --steps may do it"
                : $"{name,-14} it is still taken for {task.NameOf(attacked.Labels[0])}; a larger --epsilon may do it");
        }
    }

    private static string Top(ExplainTask task, float[] probabilities, int count, string between = ", ") =>
        string.Join(between, PictureClassifier.Best(probabilities, count)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"{task.NameOf(i)} {probabilities[i] * 100:F1} %")));
}
