// What a model gives for pictures, by name.
namespace CnnCompute;

/// <summary>The outputs of a model applied to pictures, in the file's order.</summary>
/// <param name="Model">The model.</param>
/// <param name="All">Names and values; the first axis is the pictures'.</param>
public sealed record ModelOutputs(ModelFile Model, IReadOnlyList<(string Name, Tensor Value)> All)
{
    /// <summary>The first, which is the only one of most models.</summary>
    public Tensor First => All[0].Value;

    /// <summary>The output that holds scores of classes, chosen as <see cref="ClassScores.Of"/> says.</summary>
    /// <exception cref="InvalidDataException">The model gives no classes.</exception>
    /// <exception cref="ArgumentException">The output that the user named does not exist.</exception>
    public ClassScores Classes => ClassScores.Of(this);

    /// <summary>The same where the model gives classes; null where it gives none.</summary>
    /// <exception cref="ArgumentException">The output that the user named does not exist.</exception>
    public ClassScores? FindClasses() => ClassScores.Find(this);

    /// <summary>Names and shapes, as a sentence lists them.</summary>
    public override string ToString() => string.Join(", ", All.Select(o => $"{o.Name} {o.Value.Shape}"));
}
