// The parts of a data set: to learn from, to choose by, to report on.
namespace CnnCompute;

/// <summary>
/// Parts of one data set that share no sample. Choices (the best epoch, when to stop, a rate) are made on <paramref name="Validation"/> alone;
/// <paramref name="Test"/> is looked at for the report.
/// </summary>
/// <param name="Train">Samples to learn from.</param>
/// <param name="Validation">Samples by which choices are made; null: none are made, the last epoch counts.</param>
/// <param name="Test">Samples to report on; null where there are none.</param>
public sealed record DataSplits(Dataset Train, Dataset? Validation, Dataset? Test);
