// What dropout does to a net that could learn its pictures by heart.
using System.Globalization;

namespace CnnCompute;

/// <summary>A perceptron on few pictures, with and without dropout.</summary>
[Named("dropout", "dropout on and off on few pictures: training and validation curves")]
internal sealed class DropoutExperiment : Experiment
{
    private const int Batch = 50;
    private const double Rate = 0.001;

    /// <inheritdoc/>
    public override LabResult Run(LabContext lab)
    {
        var (train, validation) = (lab.Train(lab.Of(1000, 200)), lab.Validation(lab.Of(2000, 250)));
        var (epochs, every) = (lab.Of(60, 4), lab.Of(2, 2));
        var losses = new Chart { Title = "loss", XLabel = "epoch", LogY = true, WholeX = true };
        var accuracies = new Chart { Title = "accuracy / %", XLabel = "epoch", WholeX = true };
        var rows = new List<string[]>();
        foreach (var (i, p) in new[] { 0f, 0.25f, 0.5f }.Index())
        {
            var name = p == 0 ? "no dropout" : string.Create(CultureInfo.InvariantCulture, $"dropout {p}");
            lab.Say(name);
            using var training = new LabTraining(lab, LabNet.Perceptron(train, 256, p), ps => new Adam(ps), train, Batch);
            var (places, seen, unseen) = (new List<double>(), new List<(double Loss, double Accuracy)>(), new List<(double Loss, double Accuracy)>());
            for (var epoch = every; epoch <= epochs; epoch += every)
            {
                training.Run(every * training.StepsPerEpoch, Rate);
                places.Add(epoch);
                seen.Add(training.Measure(train));
                unseen.Add(training.Measure(validation));
            }
            losses.Curve($"{name}, training", places, [.. seen.Select(m => m.Loss)], dashed: true, i)
                .Curve($"{name}, validation", places, [.. unseen.Select(m => m.Loss)], colour: i);
            accuracies.Curve($"{name}, training", places, [.. seen.Select(m => 100 * m.Accuracy)], dashed: true, i)
                .Curve($"{name}, validation", places, [.. unseen.Select(m => 100 * m.Accuracy)], colour: i);
            rows.Add([name, Text(seen[^1].Loss, "F3"), Text(unseen[^1].Loss, "F3"), Text(unseen.Min(m => m.Loss), "F3"),
                $"{Text(100 * seen[^1].Accuracy, "F1")} %", $"{Text(100 * unseen[^1].Accuracy, "F1")} %"]);
        }
        return new LabResult(
            new Figure(2, $"Dropout on {train.Count:N0} pictures (a perceptron with two hidden layers of 256)", oneLegend: true)
                .Add(losses).Add(accuracies), 560, 440,
            "Solid lines are pictures that were not learnt from, dashed ones those that were, both measured without dropout. Without it the "
            + "net learns its few pictures by heart: the dashed loss falls towards 0 while the solid one soon turns and rises. With dropout "
            + "training is slower, and the validation loss rises later and less. Accuracies lie close together: dropout changes how sure the "
            + "net is of its mistakes more than how many it makes.",
            ["net", "training loss", "validation loss", "lowest of it", "training accuracy", "validation accuracy"], rows);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
