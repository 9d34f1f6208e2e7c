namespace KPDD.Torch;

/// <summary>The learning rate of each step: a straight rise over the warm-up, then the schedule.</summary>
internal static class LearningRate
{
    /// <summary>Learning rate of step <paramref name="step"/> (from 0) of <paramref name="steps"/>.</summary>
    public static double At(TrainingOptions options, int step, int steps)
    {
        if (step < options.WarmupSteps)
        {
            return options.LearningRate * (step + 1) / options.WarmupSteps;
        }

        int span = steps - 1 - options.WarmupSteps;
        double done = span <= 0 ? 0 : (double)(step - options.WarmupSteps) / span;
        double fall = options.Schedule switch
        {
            LearningRateSchedule.Linear => done,
            LearningRateSchedule.Cosine => (1 - Math.Cos(Math.PI * done)) / 2,
            _ => 0,
        };
        return options.LearningRate * (1 - (fall * (1 - options.FinalLearningRateRatio)));
    }
}
