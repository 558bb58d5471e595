// Pictures for imported models, however their inputs want them.
namespace CnnCompute;

/// <summary>Finds the input that takes pictures, and feeds it.</summary>
internal static class ModelPictures
{
    /// <summary>
    /// The only input that takes pictures; null where there is none, there are several, or others would have to be fed. Switches between training and
    /// use are no inputs: they are off.
    /// </summary>
    public static (OnnxPort Port, PictureInput Picture)? Of(OnnxModel model)
    {
        OnnxPort[] others = [.. model.Inputs.Where(i => !IsSwitch(i))];
        return others is [var port] && PictureInput.OfPort(port) is { } picture ? (port, picture) : null;
    }

    /// <summary>Appends the model; results by name in the file's order, each with an axis of the given pictures.</summary>
    public static IReadOnlyList<(string Name, Tensor Value)> Apply(ModelFile file, OnnxModel model, Tensor pictures)
    {
        if (Of(model) is not var (port, picture))
            throw new InvalidDataException($"{file.Path}: has no input that takes pictures");
        var given = pictures.Shape[0];
        var batch = BatchFor(file, model, port, picture, pictures.Shape);
        var asFloats = picture.IsInteger && TakesFloats(model, port, picture, pictures.Shape, batch);
        var outputs = Import(model, port, picture.Arrange(pictures, batch, asFloats));
        Tensor Own(Tensor value)
        {
            if (!picture.HasBatch)
                value = value.Reshape(new Shape([1, .. value.Shape.ToArray()]));
            return batch > given && value.Shape is { Rank: > 0 } s && s[0] == batch ? value.Slice(0, 0, given) : value;
        }
        return [.. model.Outputs.Select(o => o.Name).Distinct().Select(name => (name, Own(outputs[name])))];
    }

    private static IReadOnlyDictionary<string, Tensor> Import(OnnxModel model, OnnxPort port, Tensor x) => model.Import(x.Graph,
        new Dictionary<string, Tensor> { [port.Name] = x },
        model.Inputs.Where(IsSwitch).ToDictionary(i => i.Name, i => new OnnxArray(OnnxType.Bool, [.. i.Dimensions.Select(_ => 1)], [0L])));

    private static bool IsSwitch(OnnxPort port) => port.Type == DType.Bool && port.Dimensions.All(d => d is 1 or -1);

    // Most models make floats of bytes at once; then they can be explained and dreamt with. Arithmetic of whole numbers needs whole numbers.
    private static bool TakesFloats(OnnxModel model, OnnxPort port, PictureInput picture, Shape pictures, int batch)
    {
        try
        {
            Import(model, port, picture.Arrange(new Graph().Input("trial", pictures), batch, asFloats: true));
            return true;
        }
        catch (Exception e) when (e is ShapeException or InvalidDataException)
        {
            return false;
        }
    }

    // A file that fixes its batch often works for another one all the same; where it does not, its own is filled.
    private static int BatchFor(ModelFile file, OnnxModel model, OnnxPort port, PictureInput picture, Shape pictures)
    {
        var given = pictures[0];
        if (!picture.HasBatch && given != 1)
            throw new InvalidDataException($"{file.Path}: takes one picture at a time, not {given}");
        if (picture.Batch < 0 || picture.Batch == given)
            return given;
        try
        {
            var trial = new Graph().Input("trial", pictures);
            var outputs = Import(model, port, picture.Arrange(trial, given));
            if (model.Outputs.All(o => o.Dimensions.Count == 0 || o.Dimensions[0] != picture.Batch || outputs[o.Name].Shape[0] == given))
                return given;
        }
        catch (Exception e) when (e is ShapeException or InvalidDataException && given < picture.Batch)
        {
            return picture.Batch;
        }
        return given < picture.Batch
            ? picture.Batch
            : throw new InvalidDataException($"{file.Path}: its batch is fixed at {picture.Batch}; {given} pictures at once do not fit");
    }
}
