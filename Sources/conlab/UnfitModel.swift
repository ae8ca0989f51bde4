import Checkers
import Histories
import HistoryFiles

/// A model that was not asked although all were, since the history's operations are none of which it speaks.
struct UnfitModel {
  enum Reason: Hashable {
    /// The first operation of which the model does not speak.
    case call(OperationID)
    case noTransactions
    /// It looks for one anomaly, which the models forbid or allow.
    case onlyByName

    func words(_ labels: OperationLabels) -> String {
      switch self {
      case .call(let id): labels.named(.unsupportedCall(of: id))
      case .noTransactions: "there are no transactions"
      case .onlyByName: "judged only by its name"
      }
    }
  }

  let model: CheckerName
  let reason: Reason

  /// The models that instants and values could decide but for the kind of the operations, in the order of the map,
  /// and then the anomalies. O(operations).
  static func all(of history: History) -> [UnfitModel] {
    let operations = history.operations
    let judged = Set(ModelMap.judged(of: history))
    let ofClients = Set(ModelMap.judged(of: []))
    var result: [UnfitModel] = []
    for model in ModelMap.models where !judged.contains(model) {
      switch model {
      case .strictSerializability, .serializability:
        result.append(UnfitModel(model: model, reason: .noTransactions))
      default:
        // Of what needs the inside of a system a client's history never tells.
        guard ofClients.contains(model) else { continue }
        let unfit = operations.indices.first {
          !ModelMap.judged(of: operations[$0...$0]).contains(model)
        }
        guard let unfit else { continue }
        result.append(UnfitModel(model: model, reason: .call(operations[unfit].id)))
      }
    }
    for model in [CheckerName.lostUpdate, .writeSkew, .newOldInversion] {
      result.append(UnfitModel(model: model, reason: .onlyByName))
    }
    return result
  }
}

extension [UnfitModel] {
  /// One sentence, with the models of one reason together.
  func sentence(_ labels: OperationLabels) -> String? {
    var groups: [(reason: UnfitModel.Reason, models: [String])] = []
    for unfit in self {
      if let index = groups.firstIndex(where: { $0.reason == unfit.reason }) {
        groups[index].models.append(unfit.model.words)
      } else {
        groups.append((unfit.reason, [unfit.model.words]))
      }
    }
    guard !groups.isEmpty else { return nil }
    return "not judged: "
      + groups.map { group in
        group.models.joined(separator: ", ") + " (\(group.reason.words(labels)))"
      }.joined(separator: ", ")
  }
}
