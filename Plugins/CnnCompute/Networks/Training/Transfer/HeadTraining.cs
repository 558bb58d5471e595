// The first half of fine-tuning: the head alone.
using Engine;

namespace CnnCompute;

/// <summary>What the training of a head came to.</summary>
/// <param name="Train">Features of what was learnt from.</param>
/// <param name="Validation">Features of what choices are made by; null where there is nothing.</param>
/// <param name="Loss">Mean loss of the last epoch.</param>
/// <param name="TrainAccuracy">Share of the training pictures that it tells, without dropout.</param>
/// <param name="ValidationAccuracy">The same of validation; null where there is nothing.</param>
public sealed record HeadTraining(FeatureSet Train, FeatureSet? Validation, double Loss, double TrainAccuracy, double? ValidationAccuracy)
{
    /// <summary>
    /// Computes the features of training and validation pictures once, trains the head on them and puts what it learnt into the head's parameters as
    /// their initial values: a training of the whole net that keeps its weights continues from there, and <see cref="TransferNet.Save"/> writes them.
    /// </summary>
    /// <param name="gpu">The device.</param>
    /// <param name="net">The net; its trunk stays as it is.</param>
    /// <param name="data">The pictures, of any size and with one channel or three. The test part is not looked at.</param>
    /// <param name="options">How the head is trained.</param>
    /// <param name="progress">Called with the pictures whose features are done, of all.</param>
    /// <param name="ended">Called after each epoch with its number from 1 and its mean loss.</param>
    /// <param name="cancellation">Looked at between batches.</param>
    /// <exception cref="ArgumentException">The net has other classes, or an option makes no sense.</exception>
    /// <exception cref="InvalidDataException">A picture is damaged; it is named.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the net is as it was.</exception>
    public static HeadTraining Run(
        Gpu gpu, TransferNet net, DataSplits data, FeatureTrainingOptions options, Action<int, int>? progress = null,
        Action<int, double>? ended = null, CancellationToken cancellation = default)
    {
        if (data.Train.Classes.Count != net.Classes)
            throw new ArgumentException($"{data.Train.Name} has {data.Train.Classes.Count} classes, the net {net.Classes}", nameof(data));
        var all = data.Train.Count + (data.Validation?.Count ?? 0);
        using var weights = new Residence(gpu);
        FeatureSet Features(Dataset from, int before)
        {
            using var extractor = new FeatureExtractor(weights, net.Features, from, Prepare(net));
            return extractor.Run(done => progress?.Invoke(before + done, all), cancellation);
        }
        var train = Features(data.Train, 0);
        var validation = data.Validation is { } some ? Features(some, data.Train.Count) : null;
        var loss = double.NaN;
        using (var training = new FeatureTraining(weights, net.Head, train, options))
        {
            training.Run((epoch, mean) =>
            {
                loss = mean;
                ended?.Invoke(epoch, mean);
            }, cancellation);
        }
        var result = new HeadTraining(train, validation, loss, FeatureEvaluation.Accuracy(weights, net.Head, train, cancellation),
            validation is null ? null : FeatureEvaluation.Accuracy(weights, net.Head, validation, cancellation));
        foreach (var parameter in net.Head.StateDict().Values)
            parameter.Initial = weights.Get(parameter);
        return result;
    }

    /// <summary>What makes pictures of any data set fit the net: <see cref="FitPictures"/> and the trunk's norm.</summary>
    public static IReadOnlyList<Transform> Prepare(TransferNet net) =>
        [new FitPictures(net.Height == net.Width ? net.Height : 0, net.Trunk.Channels), new Normalize(net.Trunk.NeededNorm)];
}
