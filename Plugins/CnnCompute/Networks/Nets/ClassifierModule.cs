// A model file as a module that gives logits of classes.
namespace CnnCompute;

/// <summary>What is measured against labels: of any file, whatever its scores are, the values before the softmax.</summary>
public sealed class ClassifierModule : Module
{
    private readonly ModelFile file;

    private ClassifierModule(ModelFile file) => this.file = file;

    /// <summary>The file's module where it gives logits already.</summary>
    public static Module Of(ModelFile file) => file.Module is OnnxModel ? new ClassifierModule(file) : file.Module;

    /// <summary>Logits [N,classes] of normalised pictures [N,C,H,W].</summary>
    /// <exception cref="InvalidDataException">The model gives no classes.</exception>
    public override Tensor Forward(Tensor x) => file.Apply(x).Classes.Logits;

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Module Module)> Children() => [("model", file.Module)];
}
