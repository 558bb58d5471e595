// What an ascent on a picture maximises, as text and as nodes.
using System.Globalization;

namespace CnnCompute;

/// <summary>
/// A weighted sum of activations (the objectives of Olah et al., "Feature Visualization", 2017), written as terms joined by <c>+</c>:
/// <c>mixed_4</c>: mean square of a layer (Deep Dream); <c>mixed_4:42</c>: mean of a channel; <c>mixed_4:42@3,5</c>: one neuron, by row and column;
/// <c>class:281</c> or <c>class:Egyptian cat</c>: the score of a class. A number and <c>*</c> before a term is its weight:
/// <c>0.5*fire5+-1*class:281</c>.
/// </summary>
public sealed class Objective
{
    private readonly (float Weight, string Term)[] terms;

    private Objective(string text, (float, string)[] terms) => (Text, this.terms) = (text, terms);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Reads the text form; names are looked up when it is built.</summary>
    /// <exception cref="ArgumentException">There is nothing, or a weight is no number.</exception>
    public static Objective Parse(string text)
    {
        var terms = text.Split('+', StringSplitOptions.TrimEntries).Select(term =>
        {
            var star = term.IndexOf('*', StringComparison.Ordinal);
            var weight = 1f;
            if (star >= 0 && !(float.TryParse(term[..star], NumberStyles.Float, CultureInfo.InvariantCulture, out weight) && float.IsFinite(weight)))
            {
                throw new ArgumentException(
                    $"objective \"{text}\": \"{term[..star]}\" is no weight; write a number before *, as in 0.5*mixed_4+mixed_5:13");
            }
            var name = term[(star + 1)..].Trim();
            return name.Length > 0
                ? (weight, name)
                : throw new ArgumentException($"objective \"{text}\": a term is empty; write layers joined by +, as in 0.5*mixed_4+mixed_5:13");
        }).ToArray();
        return new Objective(text, terms);
    }

    /// <summary>Appends the objective: a scalar, summed over the batch, so that each picture's gradient is its own.</summary>
    /// <param name="layers">The net.</param>
    /// <param name="whole">What a layer without a channel is worth, by its name and value; null for the mean square.</param>
    /// <exception cref="ArgumentException">A layer, channel, neuron or class does not exist; the message says which there are.</exception>
    public Tensor Build(TrunkLayers layers, Func<string, Tensor, Tensor>? whole = null)
    {
        Tensor? sum = null;
        foreach (var (weight, term) in terms)
        {
            var value = Term(layers, term, whole).Scale(weight);
            sum = sum is { } s ? s + value : value;
        }
        return sum!.Value;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static Tensor Term(TrunkLayers layers, string term, Func<string, Tensor, Tensor>? whole)
    {
        if (layers.Has(term))
            return Whole(term);
        if (term.StartsWith("class:", StringComparison.Ordinal))
            return Class(layers, term["class:".Length..].Trim());
        // Names in files may contain colons themselves, so the last one counts.
        var colon = term.LastIndexOf(':');
        if (colon < 0)
            return Whole(term);
        var layer = layers[term[..colon]];
        var at = term.IndexOf('@', colon);
        var channel = Index(term, at < 0 ? term[(colon + 1)..] : term[(colon + 1)..at], layer.Shape.Rank > 1 ? layer.Shape[1] : 1, "channel");
        var one = layer.Slice(1, channel, 1);
        if (at < 0)
            return Pictures(one.Mean(), one);
        var place = term[(at + 1)..].Split(',');
        if (place.Length != 2 || layer.Shape.Rank != 4)
            throw new ArgumentException($"objective \"{term}\": a neuron of a map is written as layer:channel@row,column");
        return one.Slice(2, Index(term, place[0], layer.Shape[2], "row"), 1).Slice(3, Index(term, place[1], layer.Shape[3], "column"), 1).Sum();

        Tensor Whole(string name) => whole?.Invoke(name, layers[name]) ?? MeanSquare(layers[name]);
    }

    private static Tensor MeanSquare(Tensor layer) => Pictures(layer.Square().Mean(), layer);

    // A mean over all pictures as the sum of each picture's mean.
    private static Tensor Pictures(Tensor mean, Tensor of) => mean.Scale(of.Shape[0]);

    private static Tensor Class(TrunkLayers layers, string name)
    {
        var logits = layers.Logits;
        return logits.Slice(1, ClassIndex(layers.Model, name, logits.Shape[1]), 1).Sum();
    }

    /// <summary>The class called <paramref name="name"/> (an index, a label, or one of a label's synonyms).</summary>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public static int ClassIndex(ModelFile model, string name, int classes, IReadOnlyList<string>? labels = null)
    {
        labels ??= model.Labels;
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return index < classes
                ? index
                : throw new ArgumentException($"{model.Path}: class {name} does not exist; there are {classes}, 0 to {classes - 1}");
        }
        foreach (var (i, label) in labels.Index())
        {
            if (label.Equals(name, StringComparison.OrdinalIgnoreCase)
                || label.Split(',').Any(s => s.Trim().Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                return i < classes ? i : throw new ArgumentException($"{model.Path}: its labels name {labels.Count} classes, the net has {classes}");
            }
        }
        throw new ArgumentException(labels.Count == 0
            ? $"{model.Path}: no class names are known; give the class by its number, 0 to {classes - 1}, or its names with --labels"
            : $"{model.Path}: no class is called \"{name}\"; {ClassNames.Near(name, labels)}");
    }

    private static int Index(string term, string text, int count, string what) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < count
            ? index
            : throw new ArgumentException($"objective \"{term}\": there is no {what} {text.Trim()}; there are {count}, 0 to {count - 1}");
}
