// The search for a rate where there is nothing to be found.
namespace CnnCompute.Tests;

public sealed class LrFindCommandTests
{
    [Test]
    public void A_first_loss_that_is_no_number_is_told_in_a_sentence_and_nothing_is_written()
    {
        using var pictures = new TemporaryPictures();
        foreach (var (i, label) in new[] { "a", "b", "c", "d", "e" }.Index())
            pictures.Class($"data/{label}", 12, 50 * i);
        var proto = TinyClassifiers.WithTail([]);
        var bias = proto.Graph.Initializer.First(t => t.Name == "fb").FloatData;
        for (var i = 0; i < bias.Count; i++)
            bias[i] = float.NaN;
        proto.Open(pictures["nan.onnx"]);
        string[] line =
        [
            "lr-find", "--data", pictures["data"], "--model", pictures["nan.onnx"], "--size", "8", "--steps", "12", "--out", pictures["curve.png"],
        ];
        Assert.That(() => Verbs.Run(line), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("the loss of step 1 is no number"));
        Assert.That(File.Exists(pictures["curve.png"]), Is.False);
    }
}
