// The output of a model that tells classes apart, and what its numbers mean.
using Engine;

namespace CnnCompute;

/// <summary>Scores of classes for pictures.</summary>
/// <param name="Output">The output's name.</param>
/// <param name="Given">What the model gives, [N,classes].</param>
/// <param name="Kind">What those numbers are, or were said to be.</param>
public sealed record ClassScores(string Output, Tensor Given, ScoreKind Kind)
{
    private const float LeastProbability = 1e-12f;
    private double factor = 1;
    private ScoreForm form;

    /// <summary>Number of classes.</summary>
    public int Count => Given.Shape[1];

    /// <summary>Whether several outputs were possible.</summary>
    public bool WasChosen { get; private init; }

    /// <summary>Whether each score is by itself: the classes do not share what there is.</summary>
    public bool IsIndependent => form switch
    {
        ScoreForm.Auto => Kind == ScoreKind.Independent,
        ScoreForm.None => Kind != ScoreKind.Probabilities,
        var said => said == ScoreForm.Sigmoid,
    };

    /// <summary>What is shown: probabilities [N,classes] that add up to 1, or independent scores.</summary>
    public Tensor Shown => (form, Kind) switch
    {
        (ScoreForm.Softmax, _) or (ScoreForm.Auto, ScoreKind.Logits) => Given.Softmax(1),
        (ScoreForm.Sigmoid, _) => Given.Sigmoid(),
        (ScoreForm.Auto, ScoreKind.Probabilities) => factor == 1 ? Given : Given.Scale((float)factor),
        _ => Given,
    };

    /// <summary>Scores [N,classes] before any softmax or sigmoid, where it can be seen; else logarithms of probabilities.</summary>
    public Tensor Logits => (form, Kind) switch
    {
        (ScoreForm.Auto or ScoreForm.None, ScoreKind.Probabilities) => Before<SoftmaxOp>() ?? Given.Clamp(LeastProbability).Log(),
        (ScoreForm.Auto or ScoreForm.None, ScoreKind.Independent) => Before<SigmoidOp>() ?? Given,
        _ => Given,
    };

    /// <summary>How results are to be read, for people.</summary>
    public string Meaning => IsIndependent
        ? $"the scores are independent of each other and shown as {(form == ScoreForm.Sigmoid ? "a sigmoid makes them" : "the network gives them")}: "
            + "they need not add up to 1"
        : Kind == ScoreKind.Probabilities && form != ScoreForm.Softmax ? "the network gives probabilities"
        : "a softmax makes probabilities of the network's scores";

    /// <summary>
    /// The output that the user named, else the best among those with one number for each class: with as many as there are labels, probabilities, not
    /// what another is made of, first in the file.
    /// </summary>
    /// <exception cref="InvalidDataException">No output has the form of classes; the message says what to do with such a model.</exception>
    /// <exception cref="ArgumentException">There is no output of the name that was given.</exception>
    public static ClassScores Of(ModelOutputs outputs) => Find(outputs) ?? throw NoClasses(outputs);

    /// <summary>The same; null where no output has the form of classes.</summary>
    public static ClassScores? Find(ModelOutputs outputs)
    {
        var (model, graph) = (outputs.Model, outputs.First.Graph);
        if (model.Stated.Output is { Length: > 0 } wanted)
        {
            var index = outputs.All.ToList().FindIndex(o => o.Name == wanted);
            if (index < 0)
            {
                throw new ArgumentException(
                    $"{model.Path}: no output is called \"{wanted}\"{Spelling.Hint(wanted, [.. outputs.All.Select(o => o.Name)])}");
            }
            outputs = outputs with { All = [outputs.All[index]] };
        }
        // As many numbers as a classifier might give, but they are no classes.
        if (model.HasFeatures)
            return null;
        // Some drop the axis of pictures where there is one.
        var possible = outputs.All.Select(o => o.Value.Shape is { Rank: 1, Count: > 1 } ? (o.Name, o.Value.Reshape(1, -1)) : o)
            .Where(o => IsClasses(o.Item2)).Select(o => (o.Name, Value: o.Item2)).ToArray();
        if (possible.Length == 0)
            return null;
        var analysis = new ScoreAnalysis(graph);
        var rated = possible.Select(o => (o.Name, o.Value, Kind: analysis.KindOf(o.Value), Classes: o.Value.Shape.Count / o.Value.Shape[0]))
            .OrderByDescending(o => model.Labels.Count > 0 && o.Classes == model.Labels.Count)
            .ThenByDescending(o => o.Kind.Kind == ScoreKind.Probabilities)
            .ThenBy(o => possible.Any(other => other.Name != o.Name && IsMadeOf(other.Value, o.Value)))
            .ThenByDescending(o => o.Kind.Kind == ScoreKind.Independent).ToArray();
        var (name, value, (kind, factor), _) = rated[0];
        return new ClassScores(name, value.Shape.Rank == 2 ? value : value.Reshape(value.Shape[0], -1), kind)
        {
            factor = factor,
            form = model.Stated.Scores,
            WasChosen = possible.Length > 1,
        };
    }

    // One number for each class of each picture: no other axis has several elements.
    private static bool IsClasses(Tensor value) =>
        value.Type == DType.F32 && value.Shape.Rank >= 2 && value.Shape.ToArray()[1..].Count(d => d > 1) <= 1;

    /// <summary>Why a model cannot classify, and which verb can do something with it.</summary>
    private static InvalidDataException NoClasses(ModelOutputs outputs)
    {
        var (model, first) = (outputs.Model, outputs.First);
        var picture = model.Picture;
        var isPicture = first.Shape is { Rank: 4 } s && s[1] == 3 && s[2] > 1 && (picture.Height < 0 || s[2] >= picture.Height);
        if (model.HasFeatures)
        {
            return new InvalidDataException($"{model.Path}: gives {ResNetFeatures.Count} features of a picture, no classes; "
                + "./cnn finetune --data FOLDER trains a classifier on them");
        }
        var what = isPicture ? "pictures" : first.Shape.Rank == 4 ? "maps" : "boxes or other arrays";
        return new InvalidDataException($"{model.Path}: gives {what} ({outputs}), no classes; "
            + (isPicture ? "./cnn style PICTURE --net FILE paints with it, and " : "") + "./cnn run MODEL --input NAME=FILE saves what it gives");
    }

    private static bool IsMadeOf(Tensor value, Tensor of)
    {
        var behind = new HashSet<int> { value.Id };
        for (var id = value.Id; id > of.Id; id--)
        {
            if (behind.Contains(id))
                behind.UnionWith(value.Graph.Nodes[id].Inputs.Select(i => i.Id));
        }
        return behind.Contains(of.Id);
    }

    // What goes into the last operator of a kind, where nothing but the arrangement of its result changes after it.
    private Tensor? Before<T>() where T : Op
    {
        var node = Given.Node;
        while (node.Op is ReshapeOp or DetachOp or ClampOp)
            node = node.Inputs[0].Node;
        if (node.Op is not T || node.Shape.Count != Given.Shape.Count)
            return null;
        var x = node.Inputs[0];
        return x.Shape == Given.Shape ? x : x.Reshape(Given.Shape);
    }
}
